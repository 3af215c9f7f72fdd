package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Search and sorting ignore case, accents and compatibility characters. */
class SearchTermsTest {

    @Test
    void caseAccentsAndCompatibilityCharactersAreIgnored() {
        assertThat(SearchTerms.words("Crème-brûlée ＡＢＣ ﬁne STRASSE straße Ὀδυσσεύς ΟΔΟΣ İstanbul №5"))
                .containsExactly(
                        "creme", "brulee", "abc", "fine", "strasse", "strasse", "οδυσσευσ", "οδοσ", "istanbul", "no5");
    }

    @Test
    void aProductIsFoundByPrefixesOfItsWords() {
        assertThat(SearchTerms.prefixes(List.of("Big-A"), List.of("ox", "teapot")))
                .containsExactly("a", "b", "bi", "big", "ox", "tea", "teap", "teapo", "teapot");
        String longest = "x".repeat(50);
        assertThat(SearchTerms.prefixes(List.of(longest), List.of())).hasSize(SearchTerms.MAX_WORD_LENGTH);
    }

    @Test
    void aLongDescriptionIsFoundByItsFirstWords() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append("word").append(i).append(' ');
        }
        assertThat(SearchTerms.descriptionWords(text.toString())).hasSize(100);
        assertThat(SearchTerms.descriptionWords(null)).isEmpty();
    }

    @Test
    void surrogatePairsAreNotSplit() {
        assertThat(SearchTerms.prefixes(List.of("𝓐".repeat(3) + "a𐐀".repeat(12)), List.of()))
                .allMatch(prefix -> prefix.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF));
        assertThat(SearchTerms.sortKey("😀".repeat(150)).codePoints()).hasSize(100);
    }

    @Test
    void sortKeysHaveNoCharactersThatStoresSortDifferently() {
        assertThat(SearchTerms.sortKey("a\u0001b\n\uE000\uFE0F\uFFFD")).isEqualTo("a b \uD7FF\uD7FF");
        assertThat(SearchTerms.sortKey("a\uD83D")).isEqualTo("a\uD7FF");
    }
}
