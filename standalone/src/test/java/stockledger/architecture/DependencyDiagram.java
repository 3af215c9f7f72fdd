package stockledger.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stockledger.architecture.Packages.Arrow;

/** The Mermaid diagrams in docs/architecture.md. A comment in each names its subject. */
final class DependencyDiagram {

    private static final Pattern BLOCK = Pattern.compile("```mermaid\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SUBJECT =
            Pattern.compile("^\\s*%% (modules|packages of ([a-z]+))$", Pattern.MULTILINE);
    private static final Pattern ARROW = Pattern.compile("^\\s*([a-z.]+) --> ([a-z.]+)$", Pattern.MULTILINE);

    private DependencyDiagram() {}

    /** Differences between the diagrams in a text and the bytecode, one line each. */
    static List<String> differences(String text, JavaClasses classes, String root, Set<String> modules) {
        Map<String, Set<Arrow>> drawn = drawn(text);
        List<String> differences = new ArrayList<>();
        compare("modules", drawn, Packages.betweenModules(classes, root), differences);
        for (String module : modules) {
            compare("packages of " + module, drawn, Packages.within(classes, root + "." + module), differences);
        }
        return differences;
    }

    private static void compare(
            String subject, Map<String, Set<Arrow>> drawn, Set<Arrow> real, List<String> differences) {
        Set<Arrow> diagram = drawn.getOrDefault(subject, Set.of());
        for (Arrow arrow : real) {
            if (!diagram.contains(arrow)) {
                differences.add(subject + ": the diagram lacks " + arrow);
            }
        }
        for (Arrow arrow : diagram) {
            if (!real.contains(arrow)) {
                differences.add(subject + ": the code lacks " + arrow);
            }
        }
    }

    private static Map<String, Set<Arrow>> drawn(String text) {
        Map<String, Set<Arrow>> drawn = new TreeMap<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            Matcher subject = SUBJECT.matcher(block.group(1));
            if (subject.find()) {
                Set<Arrow> arrows = new TreeSet<>();
                Matcher arrow = ARROW.matcher(block.group(1));
                while (arrow.find()) {
                    arrows.add(new Arrow(arrow.group(1), arrow.group(2)));
                }
                drawn.put(subject.group(1), arrows);
            }
        }
        return drawn;
    }
}
