package stockledger.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that look equal are stored as one text. */
class TextsHaveOneSpellingTest {

    @Test
    void decomposedCharactersAreComposed() {
        assertThat(Text.normalized("Cafe\u0301")).isEqualTo("Caf\u00e9");
        assertThat(Text.label("Cafe\u0301")).isEqualTo("Caf\u00e9");
        assertThat(Text.path("Cafe\u0301/A\u030arhus")).isEqualTo("Caf\u00e9/\u00c5rhus");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" Mug", "Mug ", "\tMug\n", "\u00a0Mug\u3000", "\ufeffMug", "\u200b Mug \u00ad", "Mug\u2060"})
    void whiteSpaceAtTheEndsIsTrimmed(String text) {
        assertThat(Text.normalized(text)).isEqualTo("Mug");
        assertThat(Text.label(text)).isEqualTo("Mug");
        assertThat(Text.path(text)).isEqualTo("Mug");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0", "\u200b", "\u00ad\ufeff", "\u200d\u200e \u2003"})
    void textsWithoutAVisibleCharacterAreEmpty(String text) {
        assertThat(Text.normalized(text)).isEmpty();
        assertThat(Text.label(text)).isEmpty();
        assertThat(Text.path(text)).isEmpty();
    }

    @Test
    void whiteSpaceWithinATextIsKept() {
        assertThat(Text.normalized("One\n\ntwo  three\u00a0four")).isEqualTo("One\n\ntwo  three\u00a0four");
    }

    @Test
    void whiteSpaceWithinALabelIsOneBlank() {
        assertThat(Text.label("Home  and\u00a0\tGarden")).isEqualTo("Home and Garden");
        assertThat(Text.label("Ki\u00adtch\u200ben")).isEqualTo("Kitchen");
        assertThat(Text.label("Home \u200b Kit")).isEqualTo("Home Kit");
        assertThat(Text.label("Cafe\u200b\u0301")).isEqualTo("Caf\u00e9");
    }

    @Test
    void joinersThatShapeLettersAreKept() {
        assertThat(Text.label("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"))
                .isEqualTo("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645");
    }

    @Test
    void everySegmentOfAPathIsALabel() {
        assertThat(Text.path(" Home /  Kit ")).isEqualTo("Home/Kit");
        assertThat(Text.path("Home/Kitchen ")).isEqualTo("Home/Kitchen");
        assertThat(Text.path("Home / /Kit")).isEqualTo("Home//Kit");
        assertThat(Text.path("/ Home /")).isEqualTo("/Home/");
    }
}
