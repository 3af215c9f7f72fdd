package stockledger.query.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import stockledger.query.http.QueryProblemException;

class SearchQueryTest {

    @Test
    void aLongWordIsTruncatedAsInTheIndex() {
        assertThat(SearchQuery.of("x".repeat(50)).prefixes()).containsExactly("x".repeat(20));
    }

    @Test
    void aQueryWithoutWordsOrWithTooManyIsRefused() {
        assertThat(SearchQuery.of("Mug mug, BLUE").prefixes()).containsExactly("blue", "mug");
        for (String refused : List.of("!?", "a b c d e f g h i", "a".repeat(65), "aaa ".repeat(60))) {
            assertThatThrownBy(() -> SearchQuery.of(refused)).isInstanceOf(QueryProblemException.class);
        }
    }
}
