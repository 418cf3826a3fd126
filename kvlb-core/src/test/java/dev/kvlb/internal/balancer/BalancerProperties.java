package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.garbage;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.Consistency;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever clients send, and however workers answer, come and go: each request gets exactly one reply, in the order of
 * its client's requests, and when all is at rest nothing is left of it.
 */
class BalancerProperties {
    /** What may happen next; two numbers say to whom, and how. */
    enum Kind {
        CLIENT_COMES,
        CLIENT_SENDS,
        CLIENT_SENDS_MORE,
        CLIENT_ENDS_INPUT,
        CLIENT_VANISHES,
        CLIENT_STOPS_READING,
        CLIENT_READS_ON,
        BASE_WORKER_COMES,
        KVLB_WORKER_COMES,
        WORKER_ANSWERS,
        WORKER_ANSWERS_MANY,
        WORKER_REPEATS_AN_ANSWER,
        WORKER_REFUSES,
        WORKER_SETTLES,
        WORKER_SETTLES_IN_OLD_VIEW,
        WORKER_IMPORTS,
        WORKER_RESTS,
        WORKER_IS_READY_AGAIN,
        WORKER_SHUTS_DOWN,
        WORKER_VANISHES,
        WORKER_IS_MALFORMED,
        WORKER_CANNOT_REACH_ANOTHER,
        WORKER_CONNECTS_AGAIN,
        LOST_WORKER_RETURNS,
        TIME_PASSES,
        BALANCER_STANDS_STILL
    }

    record Step(Kind kind, int who, int how) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 1_000);
        return Combinators.combine(Arbitraries.of(Kind.class), number, number)
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(150);
    }

    @Property(tries = 1_500)
    void everyRequestGetsItsOneReply(@ForAll("steps") List<Step> steps) {
        run(Consistency.EVENTUAL, steps);
    }

    @Property(tries = 1_500)
    void everyRequestGetsItsOneReplyInTheLinearizableMode(@ForAll("steps") List<Step> steps) {
        run(Consistency.LINEARIZABLE, steps);
    }

    private static void run(Consistency consistency, List<Step> steps) {
        Cluster cluster = new Cluster(consistency);
        for (Step step : steps) {
            cluster.take(step);
            cluster.check();
        }
        cluster.comeToRest();
    }

    /** A balancer with narrow limits, and who is connected to it. */
    private static final class Cluster {
        private static final int MEMBERS_MAX = 4;
        private static final int CLIENTS_MAX = 5;

        private final Consistency consistency;
        private final BalancerFixture balancer;
        private final List<Conversation> clients = new ArrayList<>();
        private final List<FakeWorker> workers = new ArrayList<>();

        /** Processes that live, and have lost their connection. */
        private final List<FakeWorker> lost = new ArrayList<>();

        private final List<Unsettled> unsettled = new ArrayList<>();
        private final List<Message> answered = new ArrayList<>();
        private long nextWorkerId;

        private record Unsettled(FakeWorker worker, Message write, Message.ViewStart view) {}

        Cluster(Consistency consistency) {
            this.consistency = consistency;
            this.balancer = new BalancerFixture(settings -> {
                settings.consistency = consistency;
                settings.queue = 3;
                settings.window = 3;
                settings.replies = 6;
                settings.workersMax = MEMBERS_MAX;
                settings.bufferedBytesMax = 60_000;
                settings.unsentBytesMax = 70_000;
            });
            clients.add(new Conversation(0, balancer.client()));
            workers.add(balancer.kvlbWorker(nextWorkerId++));
        }

        void take(Step step) {
            int how = step.how();
            switch (step.kind()) {
                case CLIENT_COMES -> clientComes();
                case CLIENT_SENDS -> client(step, client -> client.sends(1, how));
                case CLIENT_SENDS_MORE -> client(step, client -> client.sends(1 + how % 30, how));
                case CLIENT_ENDS_INPUT -> client(step, Conversation::endsInput);
                case CLIENT_VANISHES -> client(step, Conversation::vanishes);
                case CLIENT_STOPS_READING -> client(step, Conversation::stopsReading);
                case CLIENT_READS_ON -> client(step, Conversation::readsOn);
                case BASE_WORKER_COMES -> workers.add(balancer.baseWorker(nextWorkerId++));
                case KVLB_WORKER_COMES -> workers.add(balancer.kvlbWorker(nextWorkerId++));
                case WORKER_ANSWERS -> worker(step, worker -> answer(worker, how));
                case WORKER_ANSWERS_MANY -> worker(step, worker -> answerMany(worker, how));
                case WORKER_REPEATS_AN_ANSWER -> worker(step, worker -> repeat(worker, how));
                case WORKER_REFUSES -> worker(step, worker -> refuse(worker, how));
                case WORKER_SETTLES -> settle(how, false);
                case WORKER_SETTLES_IN_OLD_VIEW -> settle(how, true);
                case WORKER_IMPORTS -> worker(step, this::importData);
                case WORKER_RESTS -> worker(step, worker -> worker.sends(new Message.WorkerNotReady(worker.id)));
                case WORKER_IS_READY_AGAIN -> worker(step, FakeWorker::registers);
                case WORKER_SHUTS_DOWN -> worker(step, worker -> worker.sends(SHUTDOWN));
                case WORKER_VANISHES -> worker(step, this::lose);
                case WORKER_IS_MALFORMED -> worker(step, worker -> worker.sendsBytes(garbage()));
                case WORKER_CANNOT_REACH_ANOTHER ->
                    worker(step, worker -> worker.sends(new Message.PeerUnreachable(how % nextWorkerId)));
                case WORKER_CONNECTS_AGAIN -> worker(step, this::connectAgain);
                case LOST_WORKER_RETURNS -> returnOne(step.who());
                case TIME_PASSES -> balancer.advance(Duration.ofMillis(how));
                case BALANCER_STANDS_STILL -> balancer.standStill(Duration.ofMillis(how * 5L));
            }
            noteLost();
        }

        private void lose(FakeWorker worker) {
            worker.vanishes();
            workers.remove(worker);
            noteLost(worker);
        }

        private void noteLost() {
            for (FakeWorker worker : List.copyOf(workers)) {
                if (worker.isDisconnected()) {
                    workers.remove(worker);
                    noteLost(worker);
                }
            }
        }

        private void noteLost(FakeWorker worker) {
            if (worker.incarnation != FakeWorker.BASE) {
                lost.add(worker);
            }
        }

        private void connectAgain(FakeWorker worker) {
            if (worker.incarnation != FakeWorker.BASE) {
                workers.remove(worker);
                workers.add(balancer.again(worker));
            }
        }

        private void returnOne(int who) {
            if (!lost.isEmpty()) {
                workers.add(balancer.again(lost.remove(who % lost.size())));
            }
        }

        private void clientComes() {
            if (clients.size() < CLIENTS_MAX) {
                clients.add(new Conversation(clients.size(), balancer.client()));
            }
        }

        private void client(Step step, Consumer<Conversation> action) {
            action.accept(clients.get(step.who() % clients.size()));
        }

        private void worker(Step step, Consumer<FakeWorker> action) {
            if (!workers.isEmpty()) {
                action.accept(workers.get(step.who() % workers.size()));
            }
        }

        private void answer(FakeWorker worker, int how) {
            List<Message> requests = worker.requests();
            if (requests.isEmpty()) {
                return;
            }
            Message request = requests.get(how % requests.size());
            answered.add(request);
            if (request instanceof Message.RetrieveRequest) {
                worker.finds(request, "v".repeat(how * 30));
            } else {
                worker.stores(request);
                if (request instanceof Message.VersionedStore) {
                    unsettled.add(new Unsettled(worker, request, worker.view()));
                }
            }
        }

        private void answerMany(FakeWorker worker, int how) {
            for (int left = 1 + how % 20; left > 0; left--) {
                answer(worker, how);
            }
        }

        /** Some worker, that one or another, answers once more what was answered before: nobody may notice. */
        private void repeat(FakeWorker worker, int how) {
            if (!answered.isEmpty()) {
                Message request = answered.get(how % answered.size());
                if (worker.requests().contains(request)) {
                    // It was driven again, and is to be answered in earnest.
                    return;
                }
                if (request instanceof Message.RetrieveRequest) {
                    worker.finds(request, "once more");
                } else {
                    worker.stores(request);
                }
            }
        }

        private void refuse(FakeWorker worker, int how) {
            List<Message> requests = worker.requests();
            if (!requests.isEmpty()) {
                Message request = requests.get(how % requests.size());
                if (request instanceof Message.RetrieveRequest) {
                    worker.misses(request);
                } else if (consistency == Consistency.EVENTUAL) {
                    worker.answersStore(request, ErrorCode.INVALID_VALUE);
                }
            }
        }

        private void settle(int how, boolean inOldView) {
            if (!unsettled.isEmpty()) {
                Unsettled write = unsettled.remove(how % unsettled.size());
                write.worker()
                        .settlesIn(inOldView ? write.view() : write.worker().view(), write.write());
            }
        }

        private void importData(FakeWorker worker) {
            if (worker.join() != null && worker.join().role() == MemberRole.LEARNER) {
                worker.sendsImportDone();
            }
        }

        void check() {
            clients.forEach(Conversation::check);
        }

        /** Lets everybody do what is due, until every request must have come to its end. */
        void comeToRest() {
            clients.forEach(Conversation::readsOn);
            // A write that a lost worker had waits as long as every member that is left rests, or none is left.
            workers.forEach(FakeWorker::registers);
            for (int round = 0; round < 40; round++) {
                balancer.advance(Duration.ofMillis(100));
                noteLost();
                haveItServe();
                for (FakeWorker worker : workers) {
                    answerMany(worker, 19);
                }
                while (!unsettled.isEmpty()) {
                    settle(0, false);
                }
                check();
            }
            clients.forEach(Conversation::checkAtRest);
            balancer.assertAtRest();
        }

        private void haveItServe() {
            while (!lost.isEmpty() && balancer.phase() != Phase.SERVING) {
                returnOne(0);
            }
            if (balancer.phase() == Phase.EMPTY) {
                workers.add(balancer.kvlbWorker(nextWorkerId++));
            }
        }
    }
}
