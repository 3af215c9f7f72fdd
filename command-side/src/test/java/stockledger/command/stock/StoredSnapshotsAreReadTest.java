package stockledger.command.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.Test;

/**
 * A snapshot of the current revision keeps its form, so that snapshots of earlier releases are read. A change of the form
 * needs a new revision, which discards older snapshots, and a new file here.
 */
class StoredSnapshotsAreReadTest {

    /** As snapshots are serialized: an aggregate is its fields. Unknown members are an error by default. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
            .build();

    @Test
    void aStoredStockItemIsReadAndWrittenInTheSameForm() throws IOException {
        String revision = StockItem.class.getAnnotation(Revision.class).value();
        try (InputStream stored = getClass().getResourceAsStream("/snapshots/stock." + revision + ".json")) {
            byte[] snapshot = Objects.requireNonNull(stored, "no stored snapshot of revision " + revision)
                    .readAllBytes();

            StockItem item = JSON.readValue(snapshot, StockItem.class);

            assertThat(item.weight()).isEqualTo(17);
            assertThat(JSON.readTree(JSON.writeValueAsString(item))).isEqualTo(JSON.readTree(snapshot));
        }
    }
}
