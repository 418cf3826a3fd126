import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Checks a directory in the layout of a Maven repository against what Maven Central asks for, and against what kvlb promises:
 * all files there and nothing else, checksums right, POMs complete and standing alone, nothing that is a SNAPSHOT, kvlb-bom
 * and the SBOMs complete. Signatures are checked by gpg, elsewhere.
 *
 * <p>Usage: {@code java release/CheckBundle.java DIRECTORY VERSION}. Prints each problem, and ends with status 1 if there is one.
 */
final class CheckBundle {
    private static final String GROUP = "dev.kvlb";
    private static final String SBOM_OF_ALL = "kvlb-parent";
    private static final String LIST_OF_VERSIONS = "kvlb-bom";
    private static final Pattern PICTURE = Pattern.compile("<img\\s[^>]*src=\"([^\"]+)\"");

    private final Path bundle;
    private final String version;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> addresses = new TreeSet<>();
    private int files;

    private CheckBundle(Path bundle, String version) {
        this.bundle = bundle;
        this.version = version;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 2 || !Files.isDirectory(Path.of(args[0]))) {
            System.err.println("usage: java release/CheckBundle.java DIRECTORY VERSION");
            System.exit(2);
        }
        CheckBundle check = new CheckBundle(Path.of(args[0]), args[1]);
        check.run();
        check.problems.forEach(problem -> System.out.println("WRONG " + problem));
        if (!check.problems.isEmpty()) {
            System.exit(1);
        }
    }

    private void run() throws IOException {
        Map<String, Artifact> artifacts = new TreeMap<>();
        Path group = bundle.resolve(GROUP.replace('.', '/'));
        for (Path path : filesBelow(bundle)) {
            files++;
            Path directory = path.getParent();
            if (!directory.startsWith(group)
                    || group.relativize(directory).getNameCount() != 2
                    || !directory.endsWith(version)) {
                problem(path, "is not where an artifact of " + GROUP + " " + version + " belongs");
                continue;
            }
            String name = directory.getParent().getFileName().toString();
            artifacts.computeIfAbsent(name, id -> new Artifact(id, directory)).files.add(path.getFileName().toString());
        }
        for (Artifact artifact : List.copyOf(artifacts.values())) {
            if (!artifact.files.contains(artifact.file(".pom"))) {
                problem(artifact.directory.resolve(artifact.file(".pom")), "is missing");
                artifacts.remove(artifact.id);
                continue;
            }
            checkFiles(artifact);
            checkPom(artifact);
            checkSbom(artifact);
        }
        checkTogether(artifacts);
        System.out.println("looked at " + files + " files of " + artifacts.keySet());
        System.out.println("they name these addresses, each of which has to lead somewhere before an upload:");
        addresses.forEach(address -> System.out.println("  " + address));
    }

    /** Each file is one that belongs here, and has a signature and right checksums. */
    private void checkFiles(Artifact artifact) throws IOException {
        Set<String> wanted = new TreeSet<>(
                Set.of(artifact.file(".pom"), artifact.file("-cyclonedx.json"), artifact.file("-cyclonedx.xml")));
        if (artifact.hasJar()) {
            wanted.addAll(Set.of(
                    artifact.file(".jar"), artifact.file("-sources.jar"), artifact.file("-javadoc.jar")));
            checkJar(artifact, ".jar", ".class");
            checkJar(artifact, "-sources.jar", ".java");
            checkJar(artifact, "-javadoc.jar", "index.html");
            checkJavadoc(artifact);
        }
        for (String file : wanted) {
            for (String beside : List.of("", ".asc", ".md5", ".sha1")) {
                if (!artifact.files.contains(file + beside)) {
                    problem(artifact.directory.resolve(file + beside), "is missing");
                }
            }
            checkSum(artifact, file, ".md5", "MD5");
            checkSum(artifact, file, ".sha1", "SHA-1");
        }
        for (String file : artifact.files) {
            // A signature may have checksums of its own; they are not asked for.
            String signed = file.replaceFirst("(\\.asc)?(\\.md5|\\.sha1|\\.sha256|\\.sha512)?$", "");
            if (!wanted.contains(signed)) {
                problem(artifact.directory.resolve(file), "does not belong into a release");
            }
        }
    }

    private void checkJar(Artifact artifact, String suffix, String content) throws IOException {
        Path jar = artifact.directory.resolve(artifact.file(suffix));
        if (Files.exists(jar)) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                if (zip.stream().noneMatch(entry -> entry.getName().endsWith(content))) {
                    problem(jar, "holds nothing like " + content);
                }
            }
        }
    }

    /** Each package has a page with a picture that is in the jar, and no page is of what is internal. */
    private void checkJavadoc(Artifact artifact) throws IOException {
        Path jar = artifact.directory.resolve(artifact.file("-javadoc.jar"));
        if (!Files.exists(jar)) {
            return;
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry page : Collections.list(zip.entries())) {
                if (page.getName().contains("/internal/")) {
                    problem(jar, "shows what is internal: " + page.getName());
                } else if (page.getName().endsWith("/package-summary.html")) {
                    checkPictures(jar, zip, page);
                }
            }
        }
    }

    private void checkPictures(Path jar, ZipFile zip, ZipEntry page) throws IOException {
        String html = new String(zip.getInputStream(page).readAllBytes(), StandardCharsets.UTF_8);
        List<MatchResult> pictures = PICTURE.matcher(html).results().toList();
        if (pictures.isEmpty()) {
            problem(jar, "has no picture on " + page.getName());
        }
        for (MatchResult picture : pictures) {
            String name = Path.of(page.getName()).resolveSibling(picture.group(1)).toString();
            if (zip.getEntry(name) == null) {
                problem(jar, "lacks a picture of " + page.getName() + ": " + name);
            }
        }
    }

    private void checkSum(Artifact artifact, String file, String suffix, String algorithm) throws IOException {
        Path path = artifact.directory.resolve(file);
        Path sum = artifact.directory.resolve(file + suffix);
        if (Files.exists(path) && Files.exists(sum)) {
            String found = Files.readString(sum).strip();
            String right = digest(algorithm, Files.readAllBytes(path));
            if (!found.equals(right)) {
                problem(sum, "says " + found + ", and the file has " + right);
            }
        }
    }

    /** The POM says what Central asks for, and needs no other POM of kvlb to be understood. */
    private void checkPom(Artifact artifact) throws IOException {
        Xml pom = artifact.pom();
        Path path = artifact.directory.resolve(artifact.file(".pom"));
        Map<String, String> said = Map.of(
                "/project/groupId", GROUP, "/project/artifactId", artifact.id, "/project/version", version);
        said.forEach((where, what) -> {
            if (!pom.text(where).equals(what)) {
                problem(path, where + " is not " + what + ": " + pom.text(where));
            }
        });
        for (String where : List.of(
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/email",
                "scm/url",
                "scm/connection")) {
            if (pom.text("/project/" + where).isBlank()) {
                problem(path, "has no " + where);
            }
        }
        for (String where : List.of(
                "url", "scm/url", "scm/connection", "developers/developer/email", "developers/developer/url")) {
            pom.texts("/project/" + where).forEach(address -> addresses.add(where + " " + address));
        }
        for (String where : List.of("parent", "build", "profiles", "repositories", "modules", "properties")) {
            if (!pom.texts("/project/" + where).isEmpty()) {
                problem(path, "has " + where);
            }
        }
        for (Dependency dependency : pom.dependencies("/project/dependencies/dependency")) {
            if (dependency.version.isBlank() || dependency.version.contains("$")) {
                problem(path, "has a dependency without a version: " + dependency);
            }
            if (dependency.scope.equals("test")) {
                problem(path, "has a dependency for tests: " + dependency);
            }
        }
        for (String text : List.of("SNAPSHOT", "file:")) {
            if (Files.readString(path).contains(text)) {
                problem(path, "holds " + text);
            }
        }
    }

    /** The SBOM lists at least what the POM says that the module brings. */
    private void checkSbom(Artifact artifact) throws IOException {
        Path path = artifact.directory.resolve(artifact.file("-cyclonedx.xml"));
        if (!Files.exists(path)) {
            return;
        }
        Set<String> components = artifact.components();
        for (Dependency dependency : artifact.pom().dependencies("/project/dependencies/dependency")) {
            boolean brought = dependency.scope.equals("compile") || dependency.scope.equals("runtime");
            if (brought && !components.contains(dependency.coordinates())) {
                problem(path, "does not list " + dependency.coordinates());
            }
            if (!brought && components.contains(dependency.coordinates())) {
                problem(path, "lists what no user gets: " + dependency.coordinates());
            }
        }
        for (String component : components) {
            if (component.endsWith("SNAPSHOT")) {
                problem(path, "lists " + component);
            }
        }
    }

    /** kvlb-bom has every module with a jar and no other, and one SBOM has all modules with all that they bring. */
    private void checkTogether(Map<String, Artifact> artifacts) throws IOException {
        Artifact versions = artifacts.get(LIST_OF_VERSIONS);
        Artifact all = artifacts.get(SBOM_OF_ALL);
        if (versions == null || all == null) {
            problems.add(LIST_OF_VERSIONS + " and " + SBOM_OF_ALL + " must be in the bundle: " + artifacts.keySet());
            return;
        }
        Set<String> jars = new TreeSet<>();
        Set<String> brought = new TreeSet<>();
        for (Artifact artifact : artifacts.values()) {
            if (artifact.hasJar()) {
                jars.add(artifact.id);
                brought.add(GROUP + ":" + artifact.id + ":" + version);
            }
            brought.addAll(artifact.components());
        }
        Set<String> managed = versions.pom().dependencies("/project/dependencyManagement/dependencies/dependency").stream()
                .map(dependency -> dependency.group + ":" + dependency.id)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> published =
                jars.stream().map(id -> GROUP + ":" + id).collect(Collectors.toCollection(TreeSet::new));
        if (!managed.equals(published)) {
            problems.add(LIST_OF_VERSIONS + " has " + managed + ", and with a jar are published " + published);
        }
        brought.removeAll(all.components());
        if (!brought.isEmpty()) {
            problems.add("the SBOM of " + SBOM_OF_ALL + " does not list " + brought);
        }
    }

    private void problem(Path path, String what) {
        problems.add(bundle.relativize(path) + " " + what);
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has it", e);
        }
    }

    /** One artifact with its files. */
    private final class Artifact {
        final String id;
        final Path directory;
        final Set<String> files = new TreeSet<>();

        Artifact(String id, Path directory) {
            this.id = id;
            this.directory = directory;
        }

        String file(String suffix) {
            return id + "-" + version + suffix;
        }

        Xml pom() throws IOException {
            return Xml.read(directory.resolve(file(".pom")));
        }

        boolean hasJar() throws IOException {
            return !pom().text("/project/packaging").equals("pom");
        }

        Set<String> components() throws IOException {
            Path sbom = directory.resolve(file("-cyclonedx.xml"));
            if (!Files.exists(sbom)) {
                return Set.of();
            }
            return Xml.read(sbom).dependencies("/bom/components/component").stream()
                    .map(Dependency::coordinates)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** What is depended on, as a POM or an SBOM says it. */
    private record Dependency(String group, String id, String version, String scope) {
        String coordinates() {
            return group + ":" + id + ":" + version;
        }
    }

    /** A document in which elements are found by their paths, without their namespaces. */
    private record Xml(Node root) {
        private static final XPath XPATH = XPathFactory.newInstance().newXPath();

        static Xml read(Path path) throws IOException {
            try {
                return new Xml(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(path.toFile()));
            } catch (Exception e) {
                throw new IOException(path + " is no XML", e);
            }
        }

        String text(String where) {
            return texts(where).stream().findFirst().orElse("");
        }

        List<String> texts(String where) {
            return nodes(where).stream().map(node -> node.getTextContent().strip()).toList();
        }

        List<Dependency> dependencies(String where) {
            return nodes(where).stream()
                    .map(Xml::new)
                    .map(node -> new Dependency(
                            node.text("groupId|group"),
                            node.text("artifactId|name"),
                            node.text("version"),
                            node.nodes("scope").isEmpty() ? "compile" : node.text("scope")))
                    .toList();
        }

        private List<Node> nodes(String where) {
            try {
                NodeList found = (NodeList) XPATH.evaluate(where, root, XPathConstants.NODESET);
                List<Node> nodes = new ArrayList<>();
                for (int i = 0; i < found.getLength(); i++) {
                    nodes.add(found.item(i));
                }
                return nodes;
            } catch (XPathExpressionException e) {
                throw new AssertionError(where, e);
            }
        }
    }
}
