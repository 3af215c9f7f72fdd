package stockledger.query.listing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import stockledger.query.sku.SkuIndexes;

/**
 * Checks without a real MongoDB that an index serves each query of a list: the fields before the sort key are compared for
 * equality, the sort key follows, and the remaining conditions are on fields of the index or after a selective prefix.
 */
class EveryListHasAnIndexTest {

    /** A MongoDB index may contain one array field only. */
    private static final Set<String> ARRAYS = Set.of(SkuIndexes.CATEGORY, SkuIndexes.PREFIX);

    private static final int MAX_INDEXES = 64;

    /** The fields of a filter that are compared for equality, and by range. */
    private record Shape(Set<String> equal, Set<String> ranges) {

        static Shape of(Bson filter) {
            Shape shape = new Shape(new LinkedHashSet<>(), new LinkedHashSet<>());
            shape.add(filter.toBsonDocument(Document.class, MongoClientSettings.getDefaultCodecRegistry()));
            return shape;
        }

        private void add(BsonDocument filter) {
            filter.forEach((name, condition) -> {
                if (name.equals("$and")) {
                    ((BsonArray) condition).forEach(one -> add(one.asDocument()));
                } else {
                    assertThat(name).as("a field").doesNotStartWith("$");
                    (isEqual(condition) ? equal : ranges).add(name);
                }
            });
        }

        private static boolean isEqual(BsonValue condition) {
            assertThat(condition.isRegularExpression()).isFalse();
            if (!condition.isDocument()) {
                return true;
            }
            Set<String> operators = condition.asDocument().keySet();
            // MongoDB merges the sorted results of each value.
            if (operators.equals(Set.of("$in"))) {
                return true;
            }
            assertThat(operators).isSubsetOf("$gt", "$gte", "$lt", "$lte");
            return false;
        }
    }

    private static List<ListingQuery> queries() {
        List<ListingQuery> queries = new ArrayList<>();
        for (SortOption order : SortOption.values()) {
            for (int bits = 0; bits < 1 << 8; bits++) {
                queries.add(new ListingQuery(
                        order,
                        (bits & 1) == 0 ? null : "home",
                        (bits & 2) == 0 ? null : "Acme",
                        (bits & 128) == 0 ? null : "GBP",
                        (bits & 4) == 0 ? null : 1L,
                        (bits & 8) == 0 ? null : 2L,
                        (bits & 16) == 0 ? null : true,
                        (bits & 32) == 0 ? SearchQuery.ALL : SearchQuery.of("blue mug"),
                        20,
                        (bits & 64) == 0 ? null : "place"));
            }
        }
        return queries;
    }

    private static boolean serves(List<String> index, Shape shape, String sort) {
        int at = index.indexOf(sort);
        if (at < 0 || !shape.equal().containsAll(index.subList(0, at))) {
            return false;
        }
        Set<String> notInIndex = new HashSet<>(shape.equal());
        notInIndex.addAll(shape.ranges());
        index.forEach(notInIndex::remove);
        // A search prefix is selective: brand and category may be checked on its documents.
        boolean searched = shape.equal().contains(SkuIndexes.PREFIX);
        return searched
                ? index.get(0).equals(SkuIndexes.PREFIX)
                        && Set.of(SkuIndexes.CATEGORY, SkuIndexes.BRAND).containsAll(notInIndex)
                : notInIndex.isEmpty();
    }

    @Test
    void everyListQueryHasAnIndex() {
        for (ListingQuery query : queries()) {
            Shape shape = Shape.of(query.filter());
            BsonDocument sort =
                    query.mongoSort().toBsonDocument(Document.class, MongoClientSettings.getDefaultCodecRegistry());
            assertThat(sort).hasSize(1);
            assertThat(SkuIndexes.ofLists())
                    .as("%s", query)
                    .anyMatch(index -> serves(index, shape, sort.getFirstKey()));
        }
    }

    @Test
    void everyFacetQueryHasAnIndex() {
        for (String category : Arrays.asList(null, "home")) {
            for (SearchQuery query : List.of(SearchQuery.ALL, SearchQuery.of("mug"))) {
                Shape shape = Shape.of(new FacetsQuery(category, query).filter());
                assertThat(SkuIndexes.ofLists()).anyMatch(index -> serves(index, shape, SortOption.NAME.field()));
            }
        }
    }

    @Test
    void indexesAreFewAndContainOneArrayEach() {
        assertThat(SkuIndexes.ofLists()).hasSizeLessThan(MAX_INDEXES).doesNotHaveDuplicates();
        assertThat(SkuIndexes.ofLists())
                .allMatch(index -> index.stream().filter(ARRAYS::contains).count() <= 1);
    }

    @Test
    void aQueryWithoutIndexIsDetected() {
        Shape shape = Shape.of(new Document("view.inStock", true).append("view.stock.movements", 3));
        assertThat(SkuIndexes.ofLists()).noneMatch(index -> serves(index, shape, SortOption.NAME.field()));
        assertThat(SkuIndexes.ofLists())
                .noneMatch(
                        index -> serves(index, Shape.of(new Document("view.inStock", true)), "view.stock.movements"));
    }
}
