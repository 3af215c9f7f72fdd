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

/**
 * No MongoDB is here that would explain its plan. So every query that a list makes is taken apart: what it holds equal must
 * begin an index, its order must follow, and what is left must be in that index too, or be looked at in what it leads to.
 */
class EveryListHasAnIndexTest {

    /** An index may hold one array only. */
    private static final Set<String> ARRAYS = Set.of(ListingIndexes.CATEGORY, ListingIndexes.PREFIX);

    private static final int MOST_INDEXES = 64;

    /** A query: fields that it holds equal, and fields that it bounds. */
    private record Shape(Set<String> equal, Set<String> bounded) {

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
                    (isEqual(condition) ? equal : bounded).add(name);
                }
            });
        }

        private static boolean isEqual(BsonValue condition) {
            assertThat(condition.isRegularExpression()).isFalse();
            if (!condition.isDocument()) {
                return true;
            }
            Set<String> operators = condition.asDocument().keySet();
            // Some values that are named are so many equalities, whose orders are merged.
            if (operators.equals(Set.of("$in"))) {
                return true;
            }
            assertThat(operators).isSubsetOf("$gt", "$gte", "$lt", "$lte");
            return false;
        }
    }

    private static List<ListingQuery> questions() {
        List<ListingQuery> questions = new ArrayList<>();
        for (Order order : Order.values()) {
            for (int bits = 0; bits < 1 << 7; bits++) {
                questions.add(new ListingQuery(
                        order,
                        (bits & 1) == 0 ? null : "home",
                        (bits & 2) == 0 ? null : "Acme",
                        (bits & 4) == 0 ? null : 1L,
                        (bits & 8) == 0 ? null : 2L,
                        (bits & 16) == 0 ? null : true,
                        (bits & 32) == 0 ? Query.ANYTHING : Query.of("blue mug"),
                        20,
                        (bits & 64) == 0 ? null : "place"));
            }
        }
        return questions;
    }

    private static boolean serves(List<String> index, Shape shape, String sort) {
        int at = index.indexOf(sort);
        if (at < 0 || !shape.equal().containsAll(index.subList(0, at))) {
            return false;
        }
        Set<String> lookedAt = new HashSet<>(shape.equal());
        lookedAt.addAll(shape.bounded());
        index.forEach(lookedAt::remove);
        // What leads to the fewest documents is words, then brand and category together.
        boolean searched = shape.equal().contains(ListingIndexes.PREFIX);
        return searched
                ? index.get(0).equals(ListingIndexes.PREFIX)
                        && Set.of(ListingIndexes.CATEGORY, ListingIndexes.BRAND).containsAll(lookedAt)
                : lookedAt.isEmpty();
    }

    @Test
    void everyQueryOfAListIsServedByAnIndex() {
        for (ListingQuery question : questions()) {
            Shape shape = Shape.of(question.filter());
            BsonDocument sort =
                    question.sort().toBsonDocument(Document.class, MongoClientSettings.getDefaultCodecRegistry());
            assertThat(sort).hasSize(1);
            assertThat(ListingIndexes.fields())
                    .as("%s", question)
                    .anyMatch(index -> serves(index, shape, sort.getFirstKey()));
        }
    }

    @Test
    void everyQueryThatCountsIsServedByAnIndex() {
        for (String category : Arrays.asList(null, "home")) {
            for (Query query : List.of(Query.ANYTHING, Query.of("mug"))) {
                Shape shape = Shape.of(new FacetsQuery(category, query).filter());
                assertThat(ListingIndexes.fields()).anyMatch(index -> serves(index, shape, Order.NAME.field()));
            }
        }
    }

    @Test
    void indexesAreFewAndHoldOneArrayEach() {
        assertThat(ListingIndexes.fields()).hasSizeLessThan(MOST_INDEXES).doesNotHaveDuplicates();
        assertThat(ListingIndexes.all()).hasSameSizeAs(ListingIndexes.fields());
        assertThat(ListingIndexes.fields())
                .allMatch(index -> index.stream().filter(ARRAYS::contains).count() <= 1);
    }

    @Test
    void aQueryThatNoIndexServesIsNoticed() {
        Shape shape = Shape.of(new Document("view.inStock", true).append("view.unpromised", 3));
        assertThat(ListingIndexes.fields()).noneMatch(index -> serves(index, shape, Order.NAME.field()));
        assertThat(ListingIndexes.fields())
                .noneMatch(index -> serves(index, Shape.of(new Document("view.inStock", true)), "view.unpromised"));
    }
}
