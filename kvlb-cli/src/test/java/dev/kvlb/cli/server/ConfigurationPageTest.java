package dev.kvlb.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.call.Invocation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The tables of {@code docs/configuration.md} are what the servers can be told. {@code mvn test -pl kvlb-cli -am
 * -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dkvlb.writeDocs=true} writes them.
 */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    private static final Invocation INVOCATION = new Invocation(
            List.of(),
            Map.of(),
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new PrintStream(System.err, true, UTF_8));

    private static String table(Callable<Integer> command) {
        CommandLine line = new CommandLine(command);
        Settings settings = new Settings(line.getCommandName(), INVOCATION);
        return Settings.settable(line.getCommandSpec()).stream()
                .map(option -> row(option, settings))
                .collect(Collectors.joining("\n", "| setting | default | |\n|---|---|---|\n", "\n"));
    }

    private static String row(OptionSpec option, Settings settings) {
        StatedDefault stated = StatedDefault.of(option, "<br>");
        assertThat(stated.value())
                .as("%s says what it is by default: %s", option.longestName(), stated.description())
                .isNotEmpty();
        return "| `" + Settings.key(option) + "`<br>`" + settings.variable(option) + "` | " + stated.value() + " | "
                + stated.description() + " |";
    }

    private static String replaceTable(String page, String heading, String table) {
        Pattern place = Pattern.compile("(?s)(\n## " + heading + "\n(?:(?!\n## )(?!\n\\|).)*\n)\\|.*?\n(?=\n|$)");
        Matcher matcher = place.matcher(page);
        assertThat(matcher.find()).as("a table under %s", heading).isTrue();
        return matcher.replaceFirst("$1" + Matcher.quoteReplacement(table));
    }

    @Test
    void itsTablesAreWhatTheServersCanBeTold() throws IOException {
        String committed = Files.readString(PAGE);

        String now = replaceTable(committed, "The balancer", table(new BalancerCommand(INVOCATION)));
        now = replaceTable(now, "A worker", table(new WorkerCommand(INVOCATION)));

        if (Boolean.getBoolean("kvlb.writeDocs")) {
            Files.writeString(PAGE, now);
        } else {
            assertThat(committed).as("-Dkvlb.writeDocs=true writes it").isEqualTo(now);
        }
    }
}
