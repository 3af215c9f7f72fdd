package stockledger.standalone.documents;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in may scan a large collection for minutes: callers wait no longer than for MongoDB. */
class QueriesOfListsEndAtTheReadTimeoutTest {

    private static final int DOCUMENTS = 20_000;

    @TempDir
    private Path folder;

    private Stored stored;
    private MongoClient impatient;

    @BeforeEach
    void fill() throws DamagedStoreException {
        stored = new Stored(folder);
        stored.collection("products")
                .insertMany(IntStream.range(0, DOCUMENTS)
                        .mapToObj(i -> new Document("_id", "sku-" + i).append("name", "name-" + (DOCUMENTS - i)))
                        .toList());
        impatient = stored.client(Duration.ofMillis(1));
    }

    @AfterEach
    void close() {
        impatient.close();
        stored.close();
    }

    private MongoCollection<Document> products() {
        return impatient.getDatabase("shop").getCollection("products");
    }

    @Test
    void aSortedQuery() {
        assertThatThrownBy(() -> products().find().sort(ascending("name")).first())
                .isInstanceOf(MongoSocketReadTimeoutException.class);
        assertThat(products().find(eq("_id", "sku-7")).first()).containsEntry("name", "name-" + (DOCUMENTS - 7));
    }

    @Test
    void anAggregation() {
        assertThatThrownBy(() -> products()
                        .aggregate(List.of(Aggregates.sortByCount("$name")))
                        .first())
                .isInstanceOf(MongoSocketReadTimeoutException.class);
    }
}
