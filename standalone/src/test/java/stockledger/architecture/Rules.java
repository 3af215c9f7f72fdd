package stockledger.architecture;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All rules about classes. */
final class Rules {

    private Rules() {}

    /** The rules for the real code. */
    static List<Rule> ofTheCode() {
        return of(
                Repository.ROOT,
                Repository.folder().resolve("events/src/test/resources/golden"),
                Repository.document("docs/events.md"));
    }

    /** The rules for the code below a root package. */
    static List<Rule> of(String root, Path golden, String catalog) {
        return Stream.of(
                        ModuleRules.of(root),
                        PackageRules.of(root),
                        EventRules.of(root, golden, catalog),
                        AggregateRules.of(root),
                        StoredNameRules.of(root),
                        HttpRules.of(root),
                        CodeRules.of(root))
                .flatMap(List::stream)
                .toList();
    }
}
