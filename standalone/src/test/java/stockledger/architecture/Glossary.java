package stockledger.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** docs/glossary.md: each row is a term, one sentence, and the types that implement the term. */
final class Glossary {

    private static final Pattern ROW =
            Pattern.compile("^\\| ([^|]+) \\| ([^|]+) \\|(?: ([^|]*) ?\\|)?$", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("`([^`]+)`");
    private static final Pattern SENTENCE = Pattern.compile("[A-Z0-9`][^.]*(\\.[^ .][^.]*)*\\.");

    private Glossary() {}

    static List<String> problems(String text, JavaClasses classes) {
        Set<String> types = classes.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        List<String> problems = new ArrayList<>();
        Matcher row = ROW.matcher(text);
        while (row.find()) {
            String term = row.group(1);
            if (term.equals("term") || term.startsWith("---")) {
                continue;
            }
            if (!SENTENCE.matcher(row.group(2)).matches()) {
                problems.add(term + " is not explained in one sentence: " + row.group(2));
            }
            Matcher type = TYPE.matcher(row.group(3) == null ? "" : row.group(3));
            while (type.find()) {
                if (!types.contains(type.group(1))) {
                    problems.add(term + " names a type that does not exist: " + type.group(1));
                }
            }
        }
        return problems;
    }
}
