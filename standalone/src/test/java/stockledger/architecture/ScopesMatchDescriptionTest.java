package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of scopes in docs/operations.md has every address of docs/openapi.json with the scope that it needs. */
class ScopesMatchDescriptionTest {

    private static final GeneratedSection SECTION =
            new GeneratedSection("docs/operations.md", "| scope | addresses |\n|---|---|\n", "<!-- scopes end -->");

    @Test
    void everyAddressIsInTheRowOfItsScope() throws IOException {
        List<String> rows = rows(new ObjectMapper().readTree(Repository.document("docs/openapi.json")));
        SECTION.writeIfEnabled(rows);

        assertThat(rows).hasSize(6);
        String document = Repository.document("docs/operations.md");
        assertThat(document).isEqualTo(SECTION.replaceIn(document, rows));
    }

    private static List<String> rows(JsonNode description) {
        Map<String, Set<String>> addresses = new TreeMap<>();
        description
                .path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
                    String address = operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                    JsonNode scopes = operation.getValue().path("x-scopes");
                    assertThat(scopes).as(address).isNotEmpty();
                    scopes.forEach(scope -> addresses
                            .computeIfAbsent(scope.asText(), key -> new TreeSet<>())
                            .add("`" + address + "`"));
                }));
        return addresses.entrySet().stream()
                .map(entry -> "| `" + entry.getKey() + "` | " + String.join(", ", entry.getValue()) + " |")
                .toList();
    }
}
