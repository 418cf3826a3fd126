import org.jspecify.annotations.NullMarked;

/** The KVLB wire protocol: messages, frames and an incremental reader. No dependency at run time. */
@NullMarked
module dev.kvlb.protocol {
    requires static org.jspecify;

    exports dev.kvlb.protocol;
}
