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
    void everyWordOfALongQueryIsLookedUp() {
        assertThat(SearchQuery.of("Mug mug, BLUE").prefixes()).containsExactly("blue", "mug");
        assertThat(SearchQuery.of("a b c d e f g h i").prefixes())
                .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i");
        assertThat(SearchQuery.of("a ".repeat(99) + "b").prefixes()).containsExactly("a", "b");
        assertThat(SearchQuery.of("a".repeat(65)).prefixes()).hasSize(1);
    }

    @Test
    void aQueryWithoutWordsOrTooLongIsRefused() {
        for (String refused : List.of("!?", "\u00ad\u200b", "aaa ".repeat(60))) {
            assertThatThrownBy(() -> SearchQuery.of(refused)).isInstanceOf(QueryProblemException.class);
        }
    }
}
