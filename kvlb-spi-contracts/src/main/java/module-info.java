import org.jspecify.annotations.NullMarked;

/** What every implementation of kvlb's SPI does, as tests to be extended. */
@NullMarked
module dev.kvlb.spi.contracts {
    requires transitive dev.kvlb.core;
    requires transitive org.junit.jupiter.api;
    requires transitive net.jqwik.api;
    requires static org.jspecify;
    requires org.assertj.core;

    exports dev.kvlb.spi.contracts;

    // The engines of JUnit and jqwik call the tests by reflection.
    opens dev.kvlb.spi.contracts;
}
