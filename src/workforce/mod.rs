//! workforce
