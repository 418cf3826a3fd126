package dev.kvlb.cli.shell;

import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.Client;
import dev.kvlb.ClusterStatus;
import dev.kvlb.cli.shell.Argument.Kind;
import dev.kvlb.cli.shell.Verb.Group;
import dev.kvlb.cli.text.HostPort;
import dev.kvlb.cli.text.StatusJson;
import dev.kvlb.cli.text.StatusText;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The verbs that are about the cluster and the way to it. */
final class ClusterVerbs {
    private static final String YES = "--yes";
    private static final double MICROS_PER_MILLI = 1_000;

    private final Session session;
    private final Answers answers;

    ClusterVerbs(Session session, Answers answers) {
        this.session = session;
        this.answers = answers;
    }

    List<Verb> all() {
        return List.of(
                Verb.named("status", Group.CLUSTER)
                        .summary("shows whether the cluster serves, and who is in it")
                        .does(call -> status()),
                Verb.named("workers", Group.CLUSTER)
                        .summary("shows the workers, a row each")
                        .does(call -> workers()),
                Verb.named("ping", Group.CLUSTER)
                        .summary("tells how long the balancer takes to answer")
                        .does(call -> ping()),
                Verb.named("connect", Group.CLUSTER)
                        .takes(Argument.of("HOST:PORT", Kind.ADDRESS))
                        .summary("turns to another balancer")
                        .details("Where none is to be reached there, it stays with the one that it has.")
                        .examples("connect 127.0.0.1:5059", "connect [::1]:5059")
                        .does(this::connect),
                Verb.named("reset", Group.CLUSTER)
                        .flag(YES, null, "needed: all data is lost for good")
                        .summary("starts a stuck cluster with no data")
                        .details("Only where status says that it waits for workers that will not come back.")
                        .does(this::reset),
                Verb.named("recover", Group.CLUSTER)
                        .takes(Argument.of("WORKER", Kind.OTHER))
                        .flag(YES, null, "needed: what only other workers hold is lost for good")
                        .summary("starts a stuck cluster with a worker's data")
                        .details("Only where status says that it waits for workers that will not come back.")
                        .examples("recover --yes 7")
                        .does(this::recover));
    }

    private void status() {
        ClusterStatus status = session.ask(Client::status);
        answers.lines(StatusText.of(status), StatusJson.of(status));
    }

    private void workers() {
        List<WorkerState> workers = session.ask(Client::status).workers();
        answers.all(workers.stream().map(ClusterVerbs::row).toList());
    }

    private static Answer row(WorkerState worker) {
        return new Answer()
                .with("id", worker.workerId())
                .with("role", worker.role().name().toLowerCase(Locale.ROOT))
                .with("in_ring", worker.inRing())
                .with("connected", worker.connected())
                .with("peer", new HostPort(worker.host(), worker.peerPort()).toString())
                .with("in_flight", (long) worker.inFlight())
                .with("requests", worker.requests())
                .with("data_bytes", worker.dataBytes());
    }

    private void ping() {
        long begin = System.nanoTime();
        session.ask(Client::status);
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
        String text =
                String.format(Locale.ROOT, "pong from %s in %.2f ms", session.target(), micros / MICROS_PER_MILLI);
        answers.one(
                new Answer(text).with("balancer", session.target().toString()).with("micros", micros));
    }

    private void connect(Call call) {
        HostPort other;
        try {
            other = HostPort.parse(call.text(0));
        } catch (IllegalArgumentException e) {
            throw new BadLineException(String.valueOf(e.getMessage()));
        }
        session.connect(other);
        answers.did(new Answer("").with("balancer", other.toString()));
        answers.done();
    }

    private void reset(Call call) {
        confirmed(call, "reset --yes");
        session.ask(client -> {
            client.reset();
            return true;
        });
        answers.done();
    }

    private void recover(Call call) {
        confirmed(call, "recover --yes " + call.text(0));
        long worker;
        try {
            worker = Long.parseLong(call.text(0));
        } catch (NumberFormatException e) {
            throw new BadLineException("a worker is a number, as status shows it: " + call.text(0));
        }
        session.ask(client -> {
            client.recover(worker);
            return true;
        });
        answers.done();
    }

    private static void confirmed(Call call, String line) {
        if (!call.has(YES)) {
            throw new BadLineException("this gives data up for good: type " + line + " if that is what you want");
        }
    }
}
