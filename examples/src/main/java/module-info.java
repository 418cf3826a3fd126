import org.jspecify.annotations.NullMarked;

/** Small programs that use kvlb. */
@NullMarked
module dev.kvlb.examples {
    requires dev.kvlb.core;
    requires jdk.httpserver;
    requires static org.jspecify;
}
