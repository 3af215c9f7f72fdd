package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlossaryMatchesCodeTest {

    private static final String HEAD = "| term | meaning | types |\n|---|---|---|\n";

    @Test
    void everyRowIsOneSentenceAndItsTypesExist() {
        String text = Repository.document("docs/glossary.md");

        assertThat(text.lines().filter(line -> line.startsWith("| ")).count()).isGreaterThan(40);
        assertThat(Glossary.problems(text, Repository.code())).isEmpty();
    }

    @Test
    void missingTypeAndSecondSentenceAreReported() {
        assertThat(Glossary.problems(
                        HEAD + "| command | A command, as of 1.5. | `StockEvent`, `StockCommand` |\n",
                        Repository.violating()))
                .isEmpty();
        assertThat(Glossary.problems(HEAD + "| command | A command. | `Wheel` |\n", Repository.violating()))
                .containsExactly("command names a type that does not exist: Wheel");
        assertThat(Glossary.problems(
                        HEAD + "| command | A command. A wheel. | `StockCommand` |\n", Repository.violating()))
                .hasSize(1);
        assertThat(Glossary.problems(HEAD + "| command | a command |\n", Repository.violating()))
                .hasSize(1);
    }
}
