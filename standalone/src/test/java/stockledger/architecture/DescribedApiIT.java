package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/openapi.json equals the served description of both sides; with {@code -Ddocs.write=true} it is written. */
class DescribedApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCUMENT = Repository.folder().resolve("docs/openapi.json");

    private static RunningJar service;
    private static JsonNode served;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        service = RunningJar.shared();
        served = JSON.readTree(service.get("/v3/api-docs").body());
    }

    @Test
    void documentEqualsTheServedDescription() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(served) + "\n");
        }

        assertThat(JSON.readTree(DOCUMENT.toFile()))
                .as("docs/openapi.json; rewrite it with -Ddocs.write=true")
                .isEqualTo(served);
    }

    @Test
    void descriptionDoesNotDependOnTheRequest() throws IOException, InterruptedException {
        assertThat(JSON.readTree(service.get("/v3/api-docs").body())).isEqualTo(served);
        assertThat(JSON.readTree(service.get("localhost", "/v3/api-docs").body()))
                .isEqualTo(served);
        assertThat(served.path("servers").findValuesAsText("url")).containsExactly("/");
        assertThat(served.toString()).doesNotContain("127.0.0.1", ":" + service.port());
    }

    @Test
    void everyReferencedSchemaExists() {
        Set<String> referenced = new TreeSet<>();
        served.findValuesAsText("$ref").forEach(ref -> referenced.add(ref.replace("#/components/schemas/", "")));
        Set<String> existing = new TreeSet<>();
        served.path("components").path("schemas").fieldNames().forEachRemaining(existing::add);

        assertThat(existing).containsAll(referenced);
    }

    @Test
    void operationIdsAreUnique() {
        assertThat(served.path("paths").findValuesAsText("operationId")).doesNotHaveDuplicates();
    }

    @Test
    void bothSidesAreDescribed() {
        assertThat(served.path("paths").path("/v1/reservations/{id}").has("get"))
                .isTrue();
        assertThat(served.path("paths").path("/v1/reservations").has("post")).isTrue();
        assertThat(served.path("paths").path("/v1/products").size()).isEqualTo(2);
    }

    @Test
    void everyOperationDescribesInternalError() {
        List<String> missing = new ArrayList<>();
        served.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
                    JsonNode responses = operation.getValue().path("responses");
                    if (!responses.path("500").toString().contains("internal-error")) {
                        missing.add(operation.getKey() + " " + path.getKey());
                    }
                }));

        assertThat(served.path("paths").size()).isGreaterThan(30);
        assertThat(missing).isEmpty();
    }

    @Test
    void swaggerUiIsServed() throws IOException, InterruptedException {
        assertThat(service.get("/swagger-ui/index.html").statusCode()).isEqualTo(200);
    }
}
