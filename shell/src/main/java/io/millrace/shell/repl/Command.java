package io.millrace.shell.repl;

import java.util.List;

/**
 * A command of the shell.
 *
 * @param group the part of the help it stands in
 * @param names the first is the usual one
 * @param parameter what follows the name, for the help; may be empty
 * @param help what it does, in a few words
 * @param action does it, with what follows the name
 */
record Command(Group group, List<String> names, String parameter, String help, Action action) {

  enum Group {
    LOOK("what there is"),
    RESULTS("how results look"),
    REST("more");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** What a command does. */
  interface Action {

    /**
     * Does it.
     *
     * @param argument what follows the name, without blanks around it; may be empty
     * @throws CommandException if the argument is wrong
     */
    void run(String argument) throws CommandException;
  }

  /** A command was given wrongly; the message says how it is given. */
  static final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    CommandException(String message) {
      super(message);
    }
  }
}
