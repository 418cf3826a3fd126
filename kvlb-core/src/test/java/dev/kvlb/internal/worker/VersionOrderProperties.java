package dev.kvlb.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whichever way and in whichever order writes and deletes come to a learner: of each key the latest is stored. */
class VersionOrderProperties {
    private static final long JOIN = 701;

    /** How a write comes. */
    enum Way {
        STORE,
        NOTIFY_OF_ONE_PEER,
        NOTIFY_OF_ANOTHER,
        EXPORT
    }

    /** A write or a delete; which, and its value, follows from its version, for one version is one write. */
    record Arrival(Way way, long version) {
        String key() {
            return "k" + version % 5;
        }

        boolean isDelete() {
            return isDelete(version);
        }

        static boolean isDelete(long version) {
            return version % 3 == 0;
        }

        String value() {
            return value(version);
        }

        static String value(long version) {
            return "value " + version;
        }
    }

    @Provide
    Arbitrary<List<Arrival>> arrivals() {
        return Combinators.combine(
                        Arbitraries.of(Way.class), Arbitraries.longs().between(1, 60))
                .as(Arrival::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 1_000)
    void theLatestOfEachKeyIsStored(@ForAll("arrivals") List<Arrival> arrivals) {
        WorkerFixture worker = new WorkerFixture();
        worker.becomeLearner(JOIN, 2, 3);
        Remote one = worker.peer(2);
        Remote another = worker.peer(3);
        Remote donor = worker.peer(3);
        donor.sends(new Message.VersionedExportStart(JOIN, 5));

        Map<String, Long> latest = new TreeMap<>();
        for (Arrival arrival : arrivals) {
            switch (arrival.way()) {
                case STORE -> store(worker, arrival);
                case NOTIFY_OF_ONE_PEER -> one.sends(told(arrival));
                case NOTIFY_OF_ANOTHER -> another.sends(told(arrival));
                case EXPORT -> donor.sends(entry(arrival));
            }
            latest.merge(arrival.key(), arrival.version(), Math::max);
        }

        Map<String, String> data = new TreeMap<>();
        latest.forEach((key, version) -> {
            if (!Arrival.isDelete(version)) {
                data.put(key, Arrival.value(version));
            }
        });
        assertThat(worker.versions()).isEqualTo(latest);
        assertThat(worker.data()).isEqualTo(data);
    }

    private static void store(WorkerFixture worker, Arrival write) {
        if (write.isDelete()) {
            worker.balancer.deletes(write.version(), write.key());
        } else {
            worker.balancer.stores(write.version(), write.key(), write.value());
        }
    }

    private static Message told(Arrival write) {
        Key key = Key.of(write.key());
        return write.isDelete()
                ? new Message.NotifyDelete(FakeBalancer.EPOCH, 1, write.version(), key)
                : new Message.VersionedNotify(FakeBalancer.EPOCH, 1, write.version(), key, Value.of(write.value()));
    }

    private static Message entry(Arrival write) {
        Key key = Key.of(write.key());
        return write.isDelete()
                ? new Message.VersionedTombstone(JOIN, write.version(), key)
                : new Message.VersionedEntry(JOIN, write.version(), key, Value.of(write.value()));
    }
}
