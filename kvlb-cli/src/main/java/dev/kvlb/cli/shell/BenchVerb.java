package dev.kvlb.cli.shell;

import dev.kvlb.cli.shell.Verb.Group;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The verb that puts a load on the balancer. */
final class BenchVerb {
    private final Benchmark benchmark;
    private final Session session;
    private final Answers answers;

    BenchVerb(Benchmark benchmark, Session session, Answers answers) {
        this.benchmark = benchmark;
        this.session = session;
        this.answers = answers;
    }

    Verb verb() {
        Verb.Builder builder = Verb.named("bench", Group.CLUSTER)
                .summary("measures how fast the balancer answers a load")
                .details(
                        "Ctrl-C ends it early, with its result so far.",
                        "The keys bench:0000000000 and so on are overwritten, and stay.")
                .examples("bench --duration 2s --keys 1000", "bench --rate 5000 --reads 0.5");
        benchmark.flags().forEach(flag -> builder.flag(flag.name(), flag.label(), flag.help()));
        return builder.does(this::run);
    }

    private void run(Call call) {
        List<String> options = new ArrayList<>();
        call.options().forEach((name, value) -> {
            options.add(name);
            if (!value.isEmpty()) {
                options.add(value);
            }
        });
        try {
            Benchmark.Outcome outcome = benchmark.run(session.target(), options);
            answers.lines(outcome.text(), outcome.json());
            if (!outcome.isClean()) {
                throw new BadLineException("not every request was answered as it should be");
            }
        } catch (IllegalArgumentException e) {
            throw new BadLineException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new BadLineException("no connection to " + session.target() + ": " + e.getMessage());
        }
    }
}
