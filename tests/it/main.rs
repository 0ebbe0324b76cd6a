mod city;
fn main() {}
