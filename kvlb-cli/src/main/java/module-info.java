import org.jspecify.annotations.NullMarked;

/** The kvlb command. */
@NullMarked
@SuppressWarnings("requires-automatic") // HdrHistogram has no module descriptor.
module dev.kvlb.cli {
    requires dev.kvlb.core;
    requires java.management;
    requires jdk.management;
    // Signals, by reflection.
    requires jdk.unsupported;
    requires info.picocli;
    requires static org.jspecify;
    requires HdrHistogram;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires org.slf4j;

    provides org.slf4j.spi.SLF4JServiceProvider with
            dev.kvlb.cli.log.LogProvider;

    // picocli sets the fields of the commands.
    opens dev.kvlb.cli to
            info.picocli;
    opens dev.kvlb.cli.bench to
            info.picocli;
    opens dev.kvlb.cli.demo to
            info.picocli;
    opens dev.kvlb.cli.manual to
            info.picocli;
    opens dev.kvlb.cli.oneshot to
            info.picocli;
    opens dev.kvlb.cli.operator to
            info.picocli;
    opens dev.kvlb.cli.option to
            info.picocli;
    opens dev.kvlb.cli.pipe to
            info.picocli;
    opens dev.kvlb.cli.server to
            info.picocli;
    opens dev.kvlb.cli.shell to
            info.picocli;
    opens dev.kvlb.cli.soak to
            info.picocli;
}
