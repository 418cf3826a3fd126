import org.jspecify.annotations.NullMarked;

/** What tests a codec of the KVLB wire protocol: arbitrary messages and frames, golden frames, and a recorded session. */
@NullMarked
module dev.kvlb.protocol.fuzz {
    requires transitive dev.kvlb.protocol;
    requires transitive net.jqwik.api;
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;

    exports dev.kvlb.protocol.fuzz;
}
