package dev.kvlb.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BusyException;
import dev.kvlb.ClosedException;
import dev.kvlb.KvlbException;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.RefusedException;
import dev.kvlb.UnreachableException;
import dev.kvlb.protocol.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ExitStatusTest {
    private static final List<KvlbException> FAILURES = List.of(
            new UnreachableException("", null),
            new BusyException("", null),
            new ClosedException("", null),
            new RefusedException(ErrorCode.INVALID_KEY, "", null),
            new OutcomeUnknownException("", null));

    @Test
    void eachFailureOfTheLibraryHasItsStatus() {
        assertThat(FAILURES.stream().map(ExitStatus::of)).containsExactly(3, 4, 4, 5, 6);
        Set<Class<?>> covered = new HashSet<>();
        FAILURES.forEach(failure -> covered.add(failure.getClass()));
        assertThat(covered).containsExactlyInAnyOrder(KvlbException.class.getPermittedSubclasses());
    }

    @Test
    void aFailureOfTheCommandBringsItsOwn() {
        assertThat(ExitStatus.of(CommandFailedException.usage("wrong"))).isEqualTo(2);
        assertThat(ExitStatus.of(new CommandFailedException(1, "no", null))).isEqualTo(1);
    }

    @Test
    void whatHappenedInAFutureCountsForItself() {
        assertThat(ExitStatus.of(new CompletionException(FAILURES.get(0)))).isEqualTo(3);
    }

    @Test
    void aDefectIsNeverMistakenForAnAnswer() {
        assertThat(ExitStatus.of(new IllegalStateException("ouch"))).isEqualTo(7);
        assertThat(ExitStatus.of(new AssertionError("ouch"))).isEqualTo(7);
        assertThat(ErrorLine.of(new IllegalStateException("ouch")))
                .isEqualTo("this is a defect of kvlb, please report it with the stack trace that --verbose shows: "
                        + "java.lang.IllegalStateException: ouch");
    }

    @Test
    void messagesStayOnOneLine() {
        assertThat(ErrorLine.of(new BusyException("a\nb\u001b[31mc\u009b", null)))
                .isEqualTo("a\\x0ab\\x1b[31mc\\x9b");
        assertThat(ErrorLine.quote("k\n")).isEqualTo("\"k\\x0a\"");
    }

    @Test
    void longKeysAreCutButNotWithinACharacter() {
        String key = "k".repeat(79) + "\uD83D\uDE00";

        assertThat(ErrorLine.quote(key)).isEqualTo("\"" + "k".repeat(79) + "\"...");
        assertThat(ErrorLine.quote("k".repeat(80))).isEqualTo("\"" + "k".repeat(80) + "\"");
    }
}
