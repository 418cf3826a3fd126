package dev.kvlb.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Message;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A writer is a queue of bytes: what goes in at the back comes out at the front. */
class FrameWriterProperties {
    /**
     * One step.
     *
     * @param takenPercent how much of what the writer holds is taken after the message was appended
     */
    record Step(Message appended, int takenPercent) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> percents = Arbitraries.oneOf(Arbitraries.integers().between(0, 100), Arbitraries.of(0, 100));
        return Combinators.combine(MessageArbitraries.messages(), percents)
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 500)
    void whatIsAppendedIsTakenInItsOrder(@ForAll("steps") List<Step> steps) {
        FrameWriter out = new FrameWriter();
        ByteArrayOutputStream appended = new ByteArrayOutputStream();
        ByteArrayOutputStream taken = new ByteArrayOutputStream();

        for (Step step : steps) {
            FrameCodec.write(step.appended(), out);
            appended.writeBytes(DocumentedLayouts.encode(step.appended()));
            take(out, out.size() * step.takenPercent() / 100, taken);
            assertThat(taken.size() + out.size()).isEqualTo(appended.size());
        }
        take(out, out.size(), taken);

        assertThat(taken.toByteArray()).isEqualTo(appended.toByteArray());
    }

    private static void take(FrameWriter out, int count, ByteArrayOutputStream taken) {
        taken.writeBytes(Arrays.copyOfRange(out.array(), out.offset(), out.offset() + count));
        out.take(count);
    }
}
