//! Kinds of things that have a name each, in an order.

/// An enum whose variants all have a name.
macro_rules! kinds {
    ($(#[$about:meta])* $named:ident: $($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum $named {
            $($(#[$doc])* $variant,)*
        }

        impl $named {
            /// All, in order.
            pub const ALL: &[$named] = &[$($named::$variant,)*];

            /// What it is called.
            pub const fn name(self) -> &'static str {
                match self {
                    $($named::$variant => $name,)*
                }
            }
        }
    };
}

pub(super) use kinds;
