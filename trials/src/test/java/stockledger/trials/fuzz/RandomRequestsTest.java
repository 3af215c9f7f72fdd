package stockledger.trials.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A seed names its requests, and they reach every operation. */
class RandomRequestsTest {

    private static JsonNode description;

    @BeforeAll
    static void read() throws IOException {
        description =
                new ObjectMapper().readTree(Path.of("../docs/openapi.json").toFile());
    }

    private static String requests(long seed) {
        RandomRequests source = new RandomRequests(description, seed);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            all.append(new String(source.next().bytes("shop"), StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    @Test
    void theSameSeedHasTheSameRequests() {
        assertThat(requests(7)).isEqualTo(requests(7)).isNotEqualTo(requests(8));
    }

    @Test
    void everyAddressIsRequested() {
        RandomRequests source = new RandomRequests(description, 1);
        Set<String> requested = new TreeSet<>();
        for (int i = 0; i < 5_000; i++) {
            RandomRequest request = source.next();
            description.path("paths").fieldNames().forEachRemaining(path -> {
                if (request.target().matches(path.replaceAll("\\{[^}]+}", "[^/?]+") + "(\\?.*)?")) {
                    requested.add(path);
                }
            });
        }
        Set<String> all = new TreeSet<>();
        description.path("paths").fieldNames().forEachRemaining(all::add);
        // The first API key would turn authentication on.
        all.removeIf(path -> path.startsWith("/v1/api-keys"));
        assertThat(requested).containsAll(all);
    }

    @Test
    void everyBodyIsFramed() {
        RandomRequests source = new RandomRequests(description, 1);
        for (int i = 0; i < 1_000; i++) {
            RandomRequest request = source.next();
            if (request.body().length > 0) {
                assertThat(request.headers())
                        .anyMatch(header -> header.equals("Content-Length: " + request.body().length)
                                || header.equals("Transfer-Encoding: chunked"));
            }
        }
    }
}
