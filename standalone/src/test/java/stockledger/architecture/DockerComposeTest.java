package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import stockledger.events.store.EventStoreSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks the text of docker-compose.yml, since no container engine is available to the tests. */
class DockerComposeTest {

    private static final String FILE = Repository.document("docker-compose.yml");
    private static final Set<String> PROPERTIES = new HashSet<>();

    @BeforeAll
    static void knownProperties() throws IOException {
        PROPERTIES.addAll(SettingsTable.rows(Repository.code(), Repository.ROOT).keySet());
        for (URL metadata : Collections.list(
                DockerComposeTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = metadata.openStream()) {
                for (JsonNode property : new JsonMapper().readTree(in).path("properties")) {
                    if (property.path("deprecation").isMissingNode()) {
                        PROPERTIES.add(property.path("name").asString());
                    }
                }
            }
        }
        assertThat(PROPERTIES).hasSizeGreaterThan(500);
    }

    @Test
    void fileFollowsTheRules() {
        Compose compose = Compose.read(FILE);

        assertThat(compose.problems(PROPERTIES)).isEmpty();
        assertThat(compose.names())
                .containsExactlyInAnyOrder(
                        "axon-server",
                        "mongodb",
                        "redis",
                        "command-side",
                        "query-side",
                        "gateway",
                        "prometheus",
                        "grafana");
        assertThat(compose.mounted())
                .allSatisfy(
                        file -> assertThat(Repository.folder().resolve(file)).exists());
    }

    @Test
    void bothSidesUseAxonServer() {
        for (String side : List.of("command-side", "query-side")) {
            Map<String, Object> environment = new HashMap<>(Compose.read(FILE).environment(side));
            EventStoreSettings settings = new Binder(ConfigurationPropertySources.from(
                            new SystemEnvironmentPropertySource("compose-systemEnvironment", environment)))
                    .bindOrCreate("stockledger.event-store", EventStoreSettings.class);

            assertThat(settings.kind()).isEqualTo(EventStoreSettings.Kind.AXONSERVER);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STOCKLEDGER_EVENTSTORE_KIND | STOCKLEDGER_EVENT_STORE_KIND | which is unknown",
                "SPRING_MONGODB_URI | SPRING_DATA_MONGO_URI | which is unknown",
                "mongo:8.0.4 | mongo:latest | pinned",
                "mongo:8.0.4 | mongo | pinned",
                "mongo:8.0.4 | mongo:8 | pinned",
                "127.0.0.1:8024:8024 | 8024:8024 | beyond the loopback address",
                "condition: service_healthy | condition: service_started | does not wait",
                "mongo-data:/data/db | other:/data/db | unknown volume"
            })
    void mistakeIsReported(String good, String bad, String found) {
        assertThat(FILE).contains(good);

        assertThat(Compose.read(FILE.replaceFirst(Pattern.quote(good), bad)).problems(PROPERTIES))
                .singleElement()
                .asString()
                .contains(found);
    }

    @Test
    void missingHealthCheckIsReported() {
        assertThat(Compose.read(FILE.replace(
                                "    healthcheck:\n      test: [\"CMD\", \"redis-cli\", \"ping\"]",
                                "    labels:\n      test: none"))
                        .problems(PROPERTIES))
                .containsExactlyInAnyOrder(
                        "redis has no health check", "query-side does not wait for the health of redis");
    }

    @ParameterizedTest
    @ValueSource(strings = {"command-side", "query-side"})
    void imagesArePinnedAndDoNotRunAsRoot(String side) {
        String dockerfile = Repository.document(side + "/Dockerfile");

        assertThat(dockerfile)
                .containsPattern("FROM eclipse-temurin:\\d+\\.\\d+\\.\\d+_\\d+-jre")
                .contains("COPY target/" + side + "-exec.jar")
                .containsPattern("(?m)^USER \\d+$");
        assertThat(Repository.document(side + "/.dockerignore")).contains("!target/" + side + "-exec.jar");
        assertThat(Repository.document(side + "/pom.xml"))
                .contains("<finalName>" + side + "</finalName>", "<classifier>exec");
    }
}
