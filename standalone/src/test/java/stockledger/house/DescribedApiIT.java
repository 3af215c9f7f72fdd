package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/openapi.json is what both sides together say of themselves; with {@code -Ddocs.write=true} it is written. */
class DescribedApiIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCUMENT = House.folder().resolve("docs/openapi.json");

    @TempDir
    static Path folder;

    private static RunningJar shop;
    private static JsonNode served;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        shop = new RunningJar(folder);
        served = JSON.readTree(shop.get("/v3/api-docs").body());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        shop.close();
    }

    @Test
    void theDocumentIsWhatIsServed() throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(
                    DOCUMENT, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(served) + "\n");
        }

        assertThat(JSON.readTree(DOCUMENT.toFile()))
                .as("docs/openapi.json; write it anew with -Ddocs.write=true")
                .isEqualTo(served);
    }

    @Test
    void everyAddressTellsItsSuccessAndItsCodes() {
        List<String> silent = new ArrayList<>();
        served.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(operation -> {
                    JsonNode responses = operation.getValue().path("responses");
                    if (!responses.path("500").toString().contains("internal-error")) {
                        silent.add(operation.getKey() + " " + path.getKey());
                    }
                }));

        assertThat(served.path("paths").size()).isGreaterThan(15);
        assertThat(silent).isEmpty();
    }

    @Test
    void aPageToReadItIsServed() throws IOException, InterruptedException {
        assertThat(shop.get("/swagger-ui/index.html").statusCode()).isEqualTo(200);
    }
}
