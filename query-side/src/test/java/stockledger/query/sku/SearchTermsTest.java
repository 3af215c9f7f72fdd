package stockledger.query.sku;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Search and sorting ignore case, accents, and what else shoppers do not type; words are found from where they begin. */
class SearchTermsTest {

    private static boolean isFound(String name, String query) {
        return SearchTerms.ofProduct(List.of(name), null).containsAll(SearchTerms.ofQuery(query));
    }

    @Test
    void caseAccentsAndCompatibilityCharactersAreIgnored() {
        assertThat(SearchTerms.ofQuery("Crème-brûlée ＡＢＣ ﬁne STRASSE straße Ὀδυσσεύς ΟΔΟΣ İstanbul №5"))
                .containsExactly("creme", "brulee", "abc", "fine", "strasse", "οδυσσευσ", "οδοσ", "istanbul", "no5");
    }

    @ParameterizedTest
    @CsvSource({
        "Żółta łódź, zolta lodz",
        "Rødgrød, rodgrod",
        "Đồng, dong",
        "Ærø kæde, aero kaede",
        "Œuvre, oeuvre",
        "Þórsmörk og Eyjafjörður, thorsmork eyjafjordur",
        "STRAẞE, strasse",
        "Ħal Għaxaq, hal ghaxaq",
        "ISPARTA kırmızı, isparta kirmizi",
        "Čaj ŋ, caj n",
        "٣٤, 34",
        "ＲＥＤ ｃａｆé, red cafe",
        "كتاب أزرق, کتاب ازرق",
        "שָׁלוֹם, שלום",
        "Ёлка, елка"
    })
    void lettersAreFoundAsTheyAreTyped(String name, String query) {
        assertThat(isFound(name, query)).isTrue();
        assertThat(isFound(query, name.split(" ")[0])).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "黄色い傘, 傘",
        "黄色い傘, 色い傘",
        "黄色い傘, 黄色",
        "黄色い傘, 黄色い傘",
        "iPhone用ケース, ケース",
        "iPhone用ケース, iphone 用",
        "かさ, カサ",
        "ｶﾗｰペン, からー",
        "ｶﾞﾗｽ, ガラス",
        "노란우산, 우산",
        "노란우산, 우사",
        "노란우산, 노란우산",
        "ร่มสีเหลือง, เหลือง",
        "雨伞（黑色）, 黑色"
    })
    void wordsWithoutSpacesAreFoundAnywhere(String name, String query) {
        assertThat(isFound(name, query)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"黄色い傘, 青", "黄色い傘, 傘黄", "ガラス, カラス", "노란우산, 란노", "ร่ม, รม", "किताब, कताब"})
    void otherWordsAreNotFound(String name, String query) {
        assertThat(isFound(name, query)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Regen\u00adschirm",
        "Regen\u200bschirm",
        "Regen\u2060schirm",
        "\ufeffRegenschirm",
        "Regen\u200cschirm",
        "Regen\u034fschirm"
    })
    void invisibleCharactersDoNotSplitWords(String name) {
        assertThat(isFound(name, "regenschirm")).isTrue();
        assertThat(isFound("Regenschirm", name)).isTrue();
        assertThat(SearchTerms.sortKey(name)).isEqualTo("regenschirm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Women's shirt|womens",
                "Women's shirt|women’s",
                "Womens shirt|women's",
                "L’Oréal|oreal",
                "L’Oréal|l'oreal",
                "L’Oréal|loreal",
                "М’ята|м'ята",
                "T-Shirt|tshirt",
                "T-Shirt|t-shirt",
                "T-Shirt|shirt",
                "WH-1000XM4|wh1000",
                "WH-1000XM4|1000xm4",
                "AT&T|att",
                "rock'n'roll-T-Shirt|rock'n'roll"
            })
    void wordsAreFoundWithAndWithoutTheirPunctuation(String name, String query) {
        assertThat(isFound(name, query)).isTrue();
    }

    @Test
    void aProductIsFoundByPrefixesOfItsWords() {
        assertThat(SearchTerms.ofProduct(List.of("Big-A"), "ox, teapot"))
                .containsExactly("a", "b", "bi", "big", "biga", "ox", "tea", "teap", "teapo", "teapot");
        String longest = "x".repeat(50);
        assertThat(SearchTerms.ofProduct(List.of(longest), null)).hasSize(SearchTerms.MAX_WORD_LENGTH);
        assertThat(SearchTerms.ofQuery(longest)).containsExactly("x".repeat(SearchTerms.MAX_WORD_LENGTH));
    }

    @Test
    void aLongDescriptionIsFoundByItsFirstWords() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append("w").append(i % 2).append("x").append(i).append(' ');
        }
        List<String> terms = SearchTerms.ofProduct(List.of(), text.toString());
        assertThat(terms).contains("w0x0", "w1x99").doesNotContain("w0x100");
        assertThat(SearchTerms.ofProduct(List.of(), null)).isEmpty();
        String connected =
                new Random(7).ints(5_000, 0, 97).mapToObj(String::valueOf).collect(Collectors.joining("."));
        assertThat(SearchTerms.ofProduct(List.of(), connected)).hasSizeLessThan(100 * SearchTerms.MAX_WORD_LENGTH);
        String kanji = IntStream.range(0, 600)
                .mapToObj(i -> Character.toString(0x4E00 + i))
                .collect(Collectors.joining());
        assertThat(SearchTerms.ofProduct(List.of(), kanji)).hasSize(2 * 250);
    }

    @Test
    void surrogatePairsAreNotSplit() {
        assertThat(SearchTerms.ofProduct(List.of("𐐀" + "𝓐".repeat(3) + "a𐐀".repeat(12)), null))
                .noneMatch(String::isEmpty)
                .allMatch(prefix -> prefix.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF));
        assertThat(SearchTerms.sortKey("😀".repeat(150)).codePoints()).hasSize(100);
    }

    @Test
    void sortKeysHaveNoCharactersThatStoresSortDifferently() {
        assertThat(SearchTerms.sortKey("a\u0001b\n\uE000\uFE0F\uFFFD")).isEqualTo("a b \uD7FF\uD7FF");
        assertThat(SearchTerms.sortKey("a\uD83D")).isEqualTo("a\uD7FF");
    }
}
