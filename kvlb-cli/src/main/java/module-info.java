import org.jspecify.annotations.NullMarked;

/** The kvlb command. */
@NullMarked
module dev.kvlb.cli {
    requires dev.kvlb.core;
    requires java.management;
    requires jdk.management;
    // Signals, by reflection.
    requires jdk.unsupported;
    requires info.picocli;
    requires static org.jspecify;
    requires org.jline.reader;
    requires org.jline.terminal;

    // picocli sets the fields of the commands.
    opens dev.kvlb.cli to
            info.picocli;
}
