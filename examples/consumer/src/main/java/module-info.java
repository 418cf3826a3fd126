/** A program that keeps its words in kvlb. */
module org.example.consumer {
    requires dev.kvlb.core;
}
