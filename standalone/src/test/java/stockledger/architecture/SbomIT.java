package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each runnable jar has a bill of materials that names every library in it, and nothing else. */
class SbomIT {

    private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

    private static final String LIBRARIES = "BOOT-INF/lib/";

    /** Spring Boot adds it when it builds a runnable jar. */
    private static final String OF_THE_PACKAGING = "spring-boot-jarmode-tools";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "standalone/target/stockledger.jar",
                "command-side/target/command-side-exec.jar",
                "query-side/target/query-side-exec.jar"
            })
    void bomNamesEveryLibraryOfTheJar(String path) throws IOException {
        Path file = Repository.folder().resolve(path);
        try (JarFile jar = new JarFile(file.toFile());
                InputStream in = jar.getInputStream(jar.getEntry("META-INF/sbom/application.cdx.json"))) {
            JsonNode bom = new JsonMapper().readTree(in);
            Set<String> libraries = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                    .map(name -> name.substring(LIBRARIES.length(), name.length() - ".jar".length()))
                    .filter(name -> !name.startsWith(OF_THE_PACKAGING))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> components = new TreeSet<>();
            for (JsonNode component : bom.path("components")) {
                String purl = component.path("purl").asString();
                assertThat(purl).startsWith("pkg:maven/");
                Matcher classifier = CLASSIFIER.matcher(purl);
                components.add(component.path("name").asString() + "-"
                        + component.path("version").asString()
                        + (classifier.find() ? "-" + classifier.group(1) : ""));
                assertThat(component.path("hashes")).isNotEmpty();
            }

            assertThat(bom.path("bomFormat").asString()).isEqualTo("CycloneDX");
            assertThat(libraries).isNotEmpty();
            assertThat(components).containsAll(libraries);
        }
    }
}
