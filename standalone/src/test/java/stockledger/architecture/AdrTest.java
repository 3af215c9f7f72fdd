package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Decisions are numbered without gaps, dated, at most half a page long, and have context, decision and consequences. */
class AdrTest {

    private static final List<String> HEADINGS = List.of("## Context", "## Decision", "## Consequences");
    private static final int MAX_LINES = 36;
    private static final Pattern STATUS = Pattern.compile(
            "^(Accepted|Superseded by \\[?\\d{4}.*|Rejected), \\d{4}-\\d{2}-\\d{2}$", Pattern.MULTILINE);

    @Test
    void everyDecisionIsNumberedDatedAndComplete() {
        List<Path> files = Repository.files(Repository.folder().resolve("docs/adr"), ".md");
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            String name = files.get(i).getFileName().toString();
            problems.addAll(problems(i + 1, name, Repository.document("docs/adr/" + name)));
        }

        assertThat(problems).isEmpty();
        assertThat(files).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void gapMissingHeadingMissingDateAndExcessLengthAreReported() {
        String whole = "# 0002: Something\n\nAccepted, 2026-01-31\n\n## Context\n\n## Decision\n\n## Consequences\n";

        assertThat(problems(2, "0002-something.md", whole)).isEmpty();
        assertThat(problems(3, "0002-something.md", whole)).isNotEmpty();
        assertThat(problems(2, "0002-something.md", whole.replace("## Decision", "## Choice")))
                .hasSize(1);
        assertThat(problems(2, "0002-something.md", whole.replace("2026-01-31", "soon")))
                .hasSize(1);
        assertThat(problems(2, "0002-something.md", whole + "A line.\n".repeat(AdrTest.MAX_LINES)))
                .hasSize(1);
        assertThat(problems(2, "0002-something.md", whole.replace("# 0002:", "# Two:")))
                .hasSize(1);
    }

    private static List<String> problems(int number, String name, String text) {
        List<String> problems = new ArrayList<>();
        String digits = "%04d".formatted(number);
        if (!name.startsWith(digits + "-") || !text.startsWith("# " + digits + ": ")) {
            problems.add(name + " should be number " + digits);
        }
        if (!STATUS.matcher(text).find()) {
            problems.add(name + " has no status with a date");
        }
        long lines = text.lines().count();
        if (lines > MAX_LINES) {
            problems.add(name + " has " + lines + " lines");
        }
        HEADINGS.stream()
                .filter(heading -> !text.contains("\n" + heading + "\n"))
                .forEach(heading -> problems.add(name + " lacks " + heading));
        return problems;
    }
}
