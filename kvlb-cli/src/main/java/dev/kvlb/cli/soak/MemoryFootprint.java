package dev.kvlb.cli.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What this process holds at one moment, right after a full garbage collection.
 *
 * @param heapBytes in use
 * @param directBytes of memory outside of the heap that NIO has allocated
 * @param threads that live
 * @param descriptors that are open; -1 where the system does not say
 * @param instances how many objects of each kind live
 */
record MemoryFootprint(long heapBytes, long directBytes, int threads, long descriptors, Map<Kind, Long> instances) {
    private static final String DIAGNOSTIC_COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final Pattern HISTOGRAM_ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");

    /** What the library makes that must not stay behind. */
    enum Kind {
        /** One for each connection of a client, a worker, or between workers, on each of its sides. */
        SESSIONS(
                "dev.kvlb.internal.balancer.ClientSession",
                "dev.kvlb.internal.balancer.WorkerSession",
                "dev.kvlb.internal.worker.BalancerSession",
                "dev.kvlb.internal.worker.Peer",
                "dev.kvlb.internal.worker.PeerInbox"),
        /** The workers themselves. */
        WORKERS("dev.kvlb.internal.worker.WorkerCore"),
        /** Requests, and the slots that are kept for the next ones. */
        REQUESTS(
                "dev.kvlb.internal.balancer.Request",
                "dev.kvlb.internal.client.EntryRequest",
                "dev.kvlb.internal.worker.Write"),
        /** The queue of replies of each client. */
        REPLIES("dev.kvlb.spi.CircularReplyQueue"),
        /** What bytes are read into and written from, for each connection. */
        BUFFERS(
                "dev.kvlb.internal.transport.TcpLink",
                "dev.kvlb.protocol.FrameReader",
                "dev.kvlb.protocol.FrameWriter");

        private final List<String> classNames;

        Kind(String... classNames) {
            this.classNames = List.of(classNames);
        }

        List<String> classNames() {
            return classNames;
        }
    }

    /** Collects garbage, and measures. */
    static MemoryFootprint measure() {
        Map<Kind, Long> instances = instances(histogram());
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
        return new MemoryFootprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                direct,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                descriptors,
                instances);
    }

    /** Returns how many objects of a kind live. */
    long count(Kind kind) {
        return instances.getOrDefault(kind, 0L);
    }

    private static Map<Kind, Long> instances(String histogram) {
        Map<Kind, Long> instances = new EnumMap<>(Kind.class);
        histogram.lines().map(HISTOGRAM_ROW::matcher).filter(Matcher::matches).forEach(row -> {
            for (Kind kind : Kind.values()) {
                if (kind.classNames.contains(row.group(2))) {
                    instances.merge(kind, Long.parseLong(row.group(1)), Long::sum);
                }
            }
        });
        return instances;
    }

    /** The same as {@code jcmd PID GC.class_histogram}, which collects garbage first, from within. */
    private static String histogram() {
        try {
            Object histogram = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName(DIAGNOSTIC_COMMANDS),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return String.valueOf(histogram);
        } catch (JMException e) {
            throw new CommandFailedException(
                    ExitStatus.FAILED, "this JVM counts no objects: it needs to be a HotSpot: " + e.getMessage(), e);
        }
    }
}
