package stockledger.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlossaryMatchesCodeTest {

    private static final String HEAD = "| term | meaning | types |\n|---|---|---|\n";

    @Test
    void everyRowIsOneSentenceAndItsTypesExist() {
        String text = House.document("docs/glossary.md");

        assertThat(text.lines().filter(line -> line.startsWith("| ")).count()).isGreaterThan(40);
        assertThat(Glossary.problems(text, House.code())).isEmpty();
    }

    @Test
    void missingTypeAndSecondSentenceAreReported() {
        assertThat(Glossary.problems(HEAD + "| hub | A hub, as of 1.5. | `Hub`, `StockCommand` |\n", House.planted()))
                .isEmpty();
        assertThat(Glossary.problems(HEAD + "| hub | A hub. | `Wheel` |\n", House.planted()))
                .containsExactly("hub names a type that does not exist: Wheel");
        assertThat(Glossary.problems(HEAD + "| hub | A hub. A wheel. | `Hub` |\n", House.planted()))
                .hasSize(1);
        assertThat(Glossary.problems(HEAD + "| hub | a hub |\n", House.planted()))
                .hasSize(1);
    }
}
