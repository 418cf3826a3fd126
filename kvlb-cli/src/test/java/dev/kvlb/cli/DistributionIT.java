package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.server.EmbeddedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What is handed out, unpacked under a path with blanks and a quote, run by the Java of the tests. */
class DistributionIT {
    private static final String NAME = "kvlb-" + KvlbVersion.current();

    @TempDir
    private static Path directory;

    private static Path home;

    @TempDir
    private Path elsewhere;

    @BeforeAll
    static void unpack() throws Exception {
        Path where = Files.createDirectories(directory.resolve("where it's unpacked to"));
        Path archive = Path.of("target", NAME + ".tar.gz").toAbsolutePath();
        assertThat(run(where, Map.of(), "tar", "xzf", archive.toString())).isEqualTo(new Ended(0, "", ""));
        home = where.resolve(NAME);
    }

    /** Only where the build made one: -Pimage. */
    @Test
    @EnabledIfSystemProperty(named = "kvlb.image", matches = "true")
    void theOneWithARuntimeNeedsNoJava() throws Exception {
        Path archive = Path.of("target", NAME + "-image.tar.gz").toAbsolutePath();
        assertThat(run(elsewhere, Map.of(), "tar", "xzf", archive.toString())).isEqualTo(new Ended(0, "", ""));
        String launcher = elsewhere.resolve(NAME + "/bin/kvlb").toString();
        Map<String, String> environment = Map.of("JAVA_HOME", "/nowhere", "KVLB_JAVA_OPTS", "-XX:TieredStopAtLevel=1");

        assertThat(run(elsewhere, environment, launcher, "shell", "--embedded", "-e", "put k v", "-e", "get k"))
                .isEqualTo(new Ended(0, "OK\nv\n", ""));
        assertThat(run(elsewhere, environment, launcher, "demo").status()).isZero();
    }

    /** With an option, with which no archive of classes is made behind our back. */
    private Ended kvlb(Path launcher, EmbeddedCluster cluster, String... arguments) throws Exception {
        return kvlb("-XX:TieredStopAtLevel=1", launcher, cluster, arguments);
    }

    private Ended kvlb(String javaOptions, Path launcher, EmbeddedCluster cluster, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "KVLB_JAVA_OPTS", javaOptions,
                "KVLB_BALANCER", cluster.clientAddress().toString(),
                "XDG_CACHE_HOME", elsewhere.resolve("cache").toString());
        return run(elsewhere, environment, command.toArray(new String[0]));
    }

    private static Ended run(Path workingDirectory, Map<String, String> environment, String... command)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        builder.environment().putAll(environment);
        Path err = Files.createTempFile(directory, "err", "");
        Process process = builder.redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void putsAndGets() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(1)) {
            Path launcher = home.resolve("bin/kvlb");

            assertThat(kvlb(launcher, cluster, "put", "ключ", "grüß dich")).isEqualTo(new Ended(0, "", ""));
            assertThat(kvlb(launcher, cluster, "get", "ключ")).isEqualTo(new Ended(0, "grüß dich\n", ""));
            assertThat(kvlb(launcher, cluster, "get", "nothing"))
                    .isEqualTo(new Ended(1, "", "kvlb: not found: \"nothing\"\n"));
        }
    }

    @Test
    void makesAnArchiveOfItsClassesInTheCacheOfTheUser() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(1)) {
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            Path jar = home.toRealPath().resolve("kvlb.jar");
            Path archive = Path.of(elsewhere.resolve("cache/kvlb") + java.toString() + jar + "."
                    + Runtime.version().feature());

            assertThat(kvlb("", home.resolve("bin/kvlb"), cluster, "put", "k", "v"))
                    .isEqualTo(new Ended(0, "", ""));

            await().until(() -> Files.exists(archive) && Files.notExists(Path.of(archive + ".making")));
            assertThat(kvlb("", home.resolve("bin/kvlb"), cluster, "get", "k")).isEqualTo(new Ended(0, "v\n", ""));
        }
    }

    @Test
    void isFoundThroughLinksAndFromARelativePath() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(1)) {
            Path link = Files.createSymbolicLink(elsewhere.resolve("kvlb"), home.resolve("bin/kvlb"));
            Path relative = elsewhere.toRealPath().relativize(home.toRealPath()).resolve("bin/kvlb");
            Ended version = new Ended(0, "kvlb " + KvlbVersion.current() + "\n", "");

            assertThat(kvlb(link, cluster, "--version")).isEqualTo(version);
            assertThat(kvlb(relative, cluster, "--version")).isEqualTo(version);
            Files.delete(link);
        }
    }

    @Test
    void bothArchivesHoldTheSame() throws IOException {
        TreeSet<String> zipped = new TreeSet<>();
        try (ZipFile zip = new ZipFile(Path.of("target", NAME + ".zip").toFile())) {
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .forEach(zipped::add);
        }
        TreeSet<String> unpacked = new TreeSet<>();
        try (Stream<Path> files = Files.walk(home)) {
            files.filter(Files::isRegularFile)
                    .map(file -> home.getParent().relativize(file).toString())
                    .forEach(unpacked::add);
        }

        assertThat(zipped)
                .isEqualTo(unpacked)
                .contains(NAME + "/bin/kvlb.bat", NAME + "/LICENSE", NAME + "/README.md", NAME + "/NOTICE");
    }

    @Test
    void hasAManPageForEachCommand() throws Exception {
        for (String command : ManPagesTest.commands()) {
            assertThat(home.resolve("man/man1/kvlb-" + command + ".1"))
                    .content()
                    .startsWith(".TH KVLB-");
        }
        assertThat(home.resolve("man/man1/kvlb.1")).content().startsWith(".TH KVLB 1 ");
    }

    @Test
    void bashCompletesWithItsScript() throws Exception {
        String script = "source completion/kvlb.bash; COMP_WORDS=(kvlb sta); COMP_CWORD=1; _complete_kvlb;"
                + " echo \"${COMPREPLY[@]}\"";

        assertThat(run(home, Map.of(), "bash", "-c", script)).isEqualTo(new Ended(0, "status\n", ""));
    }

    @Test
    void theCompletionOfZshIsWhatTheCommandPrints() {
        assertThat(home.resolve("completion/_kvlb"))
                .hasBinaryContent(Kvlb.run("completion", "zsh").isDone().bytes());
    }

    /** The notice has a line for each library, which begins as its jar does and names a file with the licence's text. */
    @Test
    void hasTheTextOfEachLicence() throws IOException {
        List<String> notices = Files.readAllLines(home.resolve("NOTICE"));
        List<Path> libraries;
        try (Stream<Path> files = Files.list(home.resolve("lib"))) {
            libraries = files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.getFileName().toString().startsWith("kvlb-"))
                    .toList();
        }

        assertThat(libraries).isNotEmpty().allSatisfy(library -> {
            String[] notice = notices.stream()
                    .map(line -> line.strip().split(" {2,}"))
                    .filter(columns -> library.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .startsWith(columns[0].toLowerCase(Locale.ROOT) + "-"))
                    .findFirst()
                    .orElseThrow();
            String text = Files.readString(home.resolve(notice[2]));
            assertThat(text).containsIgnoringCase("copyright").containsPattern("\"AS\\s+IS\"");
            // Where the library brings the text it is that.
            try (ZipFile jar = new ZipFile(library.toFile())) {
                ZipEntry own = jar.getEntry("META-INF/LICENSE.txt");
                if (own != null) {
                    assertThat(text)
                            .isEqualToNormalizingWhitespace(
                                    new String(jar.getInputStream(own).readAllBytes(), UTF_8));
                }
            }
        });
    }

    @Test
    void theReadmeNamesTheVersion() {
        assertThat(home.resolve("README.md")).content().startsWith("# kvlb " + KvlbVersion.current() + "\n");
    }

    /** There is no Windows to run it on; it must at least not fall behind. */
    @Test
    void theBatchFileGivesJavaTheOptionsOfTheShellScript() throws IOException {
        String batch = Files.readString(home.resolve("bin/kvlb.bat"));
        String shell = Files.readString(home.resolve("lib/launch.sh"));

        assertThat(batch.split("\r\n", -1)).hasSize(batch.split("\n", -1).length);
        List<String> options = Pattern.compile(" (?:gc|flags)=(?:'([^']+)'|(-\\S+))\n")
                .matcher(shell)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();
        assertThat(options).hasSize(6);
        assertThat(batch).contains(options);
        Pattern servers = Pattern.compile("balancer \\| worker \\| demo \\| soak\\)");
        assertThat(shell).containsPattern(servers);
        assertThat(batch).contains("(balancer worker demo soak)");
    }

    private record Ended(int status, String out, String err) {}
}
