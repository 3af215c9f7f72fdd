package stockledger.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                "mongo:8.0.17 | mongo:latest | pinned",
                "mongo:8.0.17 | mongo | pinned",
                "mongo:8.0.17 | mongo:8 | pinned",
                "127.0.0.1:8024:8024 | 8024:8024 | beyond the loopback address",
                "condition: service_healthy | condition: service_started | does not wait",
                "mongo-data:/data/db | other:/data/db | unknown volume",
                "mem_limit: 1g | labels: {} | redis has no mem_limit",
                "cpus: 1 | labels: {} | redis has no cpus",
                "pids_limit: 64 | labels: {} | redis has no pids_limit",
                "user: \"1001:1001\" | labels: {} | axon-server may run as root",
                "user: \"999:1000\" | user: \"0:1000\" | redis may run as root",
                "pids_limit: 64 | pids_limit: 64\\n    cap_add: [NET_ADMIN] | redis is given capabilities",
                "pids_limit: 64 | pids_limit: 64\\n    privileged: true | redis is given capabilities",
                "pids_limit: 64 | pids_limit: 64\\n    read_only: false | redis may write to its image",
                "pids_limit: 64 | pids_limit: 64\\n    cap_drop: [CHOWN] | redis keeps capabilities",
                "pids_limit: 64 | pids_limit: 64\\n    security_opt: [] | redis may gain privileges",
                "pids_limit: 64 | pids_limit: 64\\n    logging: {} | redis keeps all logs",
                "networks: [observability] | labels: {} | prometheus names no network",
                "networks: [observability] | networks: [other] | prometheus joins an unknown network",
                "networks: [edge]\\n | networks: [edge, dashboard]\\n | gateway reaches axon-server on the network",
                "internal: true | internal: false | the network stores has a way out",
                "secrets: [grafana-admin-password] | secrets: [other] | unknown secret",
                "/run/secrets/grafana-admin-password | admin | has a secret in the file",
                "AXON_AXONSERVER_TOKEN: $${axon-token} | AXON_AXONSERVER_TOKEN: abc | has a secret in the file",
                "redis://stockledger:$${redis-password}@ | redis:// | query-side reaches a store without a secret",
                "redis://stockledger:$${redis-password}@ | redis://a:b@ | query-side reaches a store without a secret",
                "GF_AUTH_BASIC_ENABLED: \"false\" | GF_AUTH_BASIC_ENABLED: \"true\" | grafana asks for no password",
                "GF_AUTH_ANONYMOUS_ENABLED: \"false\" | GF_AUTH_ANONYMOUS_ENABLED: \"true\" | grafana asks for no password",
                "- --maxmemory\\n | - --maxclients\\n | redis asks for no password or is not bounded",
                "- --aclfile | - --include | redis asks for no password",
                "\"--keyFile\", \"/tmp/key\", | \"--quiet\", | mongodb asks for no password",
                "STOCKLEDGER_SECURITY_BOOTSTRAPKEYFILE: /run/secrets/bootstrap-key | SERVER_PORT: 8081 | command-side asks",
                "file: ./deploy/secrets/axon-token | file: ./axon-token | is not in ./deploy/secrets/"
            })
    void mistakeIsReported(String good, String bad, String found) {
        String text = good.translateEscapes();
        assertThat(FILE).contains(text);

        assertThat(Compose.read(FILE.replaceFirst(
                                Pattern.quote(text), Matcher.quoteReplacement(bad.translateEscapes())))
                        .problems(PROPERTIES))
                .isNotEmpty()
                .anySatisfy(problem -> assertThat(problem).contains(found));
    }

    /** The script makes each secret of the file once, at random, in a folder that git ignores. */
    @Test
    void scriptMakesEverySecret(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> names = Compose.read(FILE).secretFiles().stream()
                .map(file -> file.substring(ComposeSecrets.FOLDER.length()))
                .toList();

        Path first = makeSecrets(folder.resolve("first"));
        Path second = makeSecrets(folder.resolve("second"));
        String password = Files.readString(first.resolve("mongodb-password"));
        makeSecrets(first);

        assertThat(names).isNotEmpty().allSatisfy(name -> {
            assertThat(first.resolve(name)).isNotEmptyFile();
            if (!"axon-server.properties".equals(name)) {
                assertThat(Files.mismatch(first.resolve(name), second.resolve(name)))
                        .isNotNegative();
            }
        });
        assertThat(Files.readString(first.resolve("mongodb-password")))
                .hasSize(48)
                .isEqualTo(password);
        assertThat(Files.getPosixFilePermissions(first)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Repository.document(".gitignore")).contains("\ndeploy/secrets/\n");
    }

    private static Path makeSecrets(Path folder) throws IOException, InterruptedException {
        String script = Repository.folder().resolve("deploy/make-secrets.sh").toString();
        Process made = new ProcessBuilder("bash", script, folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(made.getInputStream().readAllBytes(), UTF_8);
        assertThat(made.waitFor()).as(output).isZero();
        return folder;
    }

    @Test
    void missingHealthCheckIsReported() {
        assertThat(Compose.read(FILE.replace(
                                "    healthcheck:\n      test:\n        - CMD-SHELL\n",
                                "    labels:\n      test:\n        - none\n"))
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
