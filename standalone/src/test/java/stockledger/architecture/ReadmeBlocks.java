package stockledger.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands in a document, and the output that it shows for them. */
final class ReadmeBlocks {

    private static final Pattern FENCE =
            Pattern.compile("^```(bash|json)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private ReadmeBlocks() {}

    /**
     * A block of commands.
     *
     * @param commands the text of the block
     * @param answers lines of the JSON block that follows; the output must contain each
     */
    record Step(String commands, List<String> answers) {}

    static List<Step> of(String document) {
        List<Step> steps = new ArrayList<>();
        Matcher fence = FENCE.matcher(document);
        while (fence.find()) {
            if (fence.group(1).equals("bash")) {
                steps.add(new Step(fence.group(2), List.of()));
            } else if (!steps.isEmpty()) {
                Step before = steps.remove(steps.size() - 1);
                steps.add(new Step(before.commands(), fence.group(2).lines().toList()));
            }
        }
        return steps;
    }
}
