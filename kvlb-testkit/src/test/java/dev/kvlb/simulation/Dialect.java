package dev.kvlb.simulation;

/** What a client speaks. */
enum Dialect {
    /** The base protocol, without a HELLO. */
    BASE,
    /** It says HELLO, and deletes too. */
    EXTENDED,
    /** It says HELLO, and wants to know the versions. */
    VERSIONED
}
