package stockledger.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Limits on source files: their length, the length of their methods, and constructs that are forbidden in tests too. */
final class SourceLimits {

    static final int MAX_FILE_LINES = 500;
    static final int MAX_METHOD_LINES = 60;

    /** An aggregate is one class, whatever its length. */
    private static final Pattern AGGREGATE = Pattern.compile("^@AggregateRoot\\b", Pattern.MULTILINE);

    /** Split, so that this file does not match itself. */
    private static final Map<String, Pattern> FORBIDDEN = Map.of(
            "has unfinished work", Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"),
            "waits for a time instead of a condition",
                    Pattern.compile("\\bThread\\.sle" + "ep\\(|\\bTimeUnit\\.\\w+\\.sle" + "ep\\("),
            "can skip a test",
                    Pattern.compile("\\bAssum" + "ptions\\b|@Dis" + "abled\\w*|@Enab" + "led(On|If|For)\\w+|\\bassum"
                            + "eTrue\\("),
            "names an author", Pattern.compile("@aut" + "hor\\b"),
            "uses Lombok", Pattern.compile("^import lom" + "bok\\.", Pattern.MULTILINE),
            "injects a field", Pattern.compile("@Auto" + "wired\\b"),
            "prints a stack trace", Pattern.compile("\\.printStack" + "Trace\\("));

    private SourceLimits() {}

    /** The violations in source files, one line each. */
    static List<String> problems(Map<String, String> sources) {
        List<String> problems = new ArrayList<>();
        sources.forEach((file, source) -> {
            long lines = source.lines().count();
            if (lines > MAX_FILE_LINES && !AGGREGATE.matcher(source).find()) {
                problems.add(file + " has " + lines + " lines");
            }
            FORBIDDEN.forEach((what, pattern) -> {
                Matcher found = pattern.matcher(source);
                if (found.find()) {
                    problems.add(file + " " + what + ": " + found.group());
                }
            });
        });
        problems.addAll(longMethods(sources));
        return problems;
    }

    private static List<String> longMethods(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Text> texts = sources.entrySet().stream()
                .map(source -> new Text(source.getKey(), source.getValue()))
                .toList();
        JavacTask task = (JavacTask) compiler.getTask(null, null, ignored -> {}, List.of("-proc:none"), null, texts);
        List<String> problems = new ArrayList<>();
        try {
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new MethodLengths(unit, positions, problems), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems;
    }

    private static final class MethodLengths extends TreeScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> problems;

        MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> problems) {
            this.unit = unit;
            this.positions = positions;
            this.problems = problems;
        }

        @Override
        public Void visitMethod(MethodTree method, Void ignored) {
            // The annotations of a method do not count: a table of cases above a parameterized test is data.
            long annotated = positions.getEndPosition(unit, method.getModifiers());
            long start = annotated >= 0 ? annotated : positions.getStartPosition(unit, method);
            long end = positions.getEndPosition(unit, method);
            if (start >= 0 && end >= 0) {
                LineMap lines = unit.getLineMap();
                long length = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
                if (length > MAX_METHOD_LINES) {
                    problems.add(unit.getSourceFile().getName().substring(1) + " has a method " + method.getName()
                            + " of " + length + " lines");
                }
            }
            return super.visitMethod(method, ignored);
        }
    }

    private static final class Text extends SimpleJavaFileObject {

        private final String source;

        Text(String file, String source) {
            super(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
