package stockledger.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that a document shows, and what it says they answer. */
final class ReadmeBlocks {

    private static final Pattern FENCE =
            Pattern.compile("^```(bash|json)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private ReadmeBlocks() {}

    /**
     * Something to run.
     *
     * @param commands as they are written
     * @param answers texts that the output contains, from the block of JSON that follows
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
