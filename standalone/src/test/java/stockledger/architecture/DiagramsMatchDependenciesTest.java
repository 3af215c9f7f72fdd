package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DiagramsMatchDependenciesTest {

    private static final Set<String> MODULES = Packages.LISTED.keySet();

    @Test
    void diagramsShowExactlyTheDependenciesInTheBytecode() {
        JavaClasses code = Repository.code();
        write("modules", Packages.betweenModules(code, Repository.ROOT));
        // A module without packages has no diagram.
        MODULES.stream()
                .filter(module -> !Packages.LISTED.get(module).isEmpty())
                .forEach(module ->
                        write("packages of " + module, Packages.within(code, Repository.ROOT + "." + module)));

        assertThat(DependencyDiagram.differences(
                        Repository.document("docs/architecture.md"), code, Repository.ROOT, MODULES))
                .isEmpty();
    }

    @Test
    void missingArrowIsReported() {
        List<String> differences = DependencyDiagram.differences(
                "no diagram", Repository.violating(), "stockledger.violations", Set.of("query"));

        assertThat(differences)
                .contains(
                        "modules: the diagram lacks events --> command",
                        "packages of query: the diagram lacks product --> availability");
    }

    @Test
    void surplusArrowIsReported() {
        String text = """
                ```mermaid
                flowchart TD
                  %% packages of query
                  product --> availability
                  availability --> product
                  product --> projection
                  product --> unknown
                ```
                """;

        assertThat(DependencyDiagram.differences(
                        text, Repository.violating(), "stockledger.violations", Set.of("query")))
                .filteredOn(difference -> difference.startsWith("packages"))
                .containsExactly("packages of query: the code lacks product --> unknown");
    }

    private static void write(String subject, Set<Packages.Arrow> arrows) {
        new GeneratedSection("docs/architecture.md", "  %% " + subject + "\n", "```")
                .writeIfEnabled(arrows.stream().map(arrow -> "  " + arrow).toList());
    }
}
