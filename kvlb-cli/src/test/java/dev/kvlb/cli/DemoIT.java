package dev.kvlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The commands that bring their own cluster, as processes. */
class DemoIT {
    @Test
    void theDemoIsTrue() {
        String said = Kvlb.run("demo").isDone().out();

        assertThat(said)
                .contains("Austria", "from each of 3 workers: all are right")
                .contains("from each of 4 workers: all are right", "from each of 2 workers: all are right")
                .containsPattern("\\d{3} countries and \\d{3} time zones")
                .containsPattern("All \\d+ entries are still there\\.")
                .doesNotContain("\u001b", "NO");
        assertThat(said.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void nothingStaysBehindInMemory() {
        String said = Kvlb.run("soak", "--steps").isDone().out();

        assertThat(said.lines()).hasSize(7).last().asString().startsWith("6 all stopped");
    }

    @Test
    void aSoakSaysWhatItSoaks() {
        assertThat(Kvlb.run("soak").status()).isEqualTo(2);
    }
}
