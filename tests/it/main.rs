mod city;
mod layout;
