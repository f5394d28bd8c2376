package io.millrace.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way of the data runs through the packages in one direction, and names say where one is. */
class ArchitectureTest {
  private static final String ROOT = "io.millrace.";

  /** The modules by the package they begin with, and those whose types each may use. */
  private static final Map<String, Set<String>> MODULES =
      Map.of(
          "api", Set.of(),
          "sql", Set.of("api"),
          "plan", Set.of("sql", "api"),
          "state", Set.of("api"),
          "exec", Set.of("sql", "plan", "state", "api"),
          "connector", Set.of("api"),
          "shell", Set.of("api"),
          // For tests; nobody's.
          "fault", Set.of());

  /**
   * Packages by the step of the way they belong to; a step uses those before it. The planner's own
   * package is the door to steps 3 to 5.
   */
  private static final List<List<String>> STEPS =
      List.of(
          List.of("sql.text.."),
          List.of("sql.statement..", "sql.parse..", "sql.grammar..", "sql.complete.."),
          // Expressions and operator specs are records that every phase of planning speaks of.
          List.of("plan.catalog..", "plan.expression..", "plan.physical.."),
          List.of("plan.analyze..", "plan.logical..", "plan.fluent.."),
          List.of("plan.incremental.."),
          List.of("plan.lowering..", "plan.check..", "plan.explain..", "plan.export.."),
          List.of("plan"),
          List.of(
              "exec.batch..",
              "exec.codec..",
              "exec.expression..",
              "exec.function..",
              "exec.operator..",
              "exec.build.."),
          List.of(
              "exec.changelog..",
              "exec.checkpoint..",
              "exec.watermark..",
              "exec.trigger..",
              "exec.query..",
              "exec.view..",
              "exec.fluent..",
              "exec.session.."));

  /** Where Calcite's types may appear: before the incremental plan, and in its making. */
  private static final String[] CALCITE_PACKAGES = {
    ROOT + "plan.analyze..", ROOT + "plan.logical..", ROOT + "plan.incremental.pass.."
  };

  private static final String BYTE_STRING = "org.apache.calcite.avatica.util.ByteString";

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace");
  }

  static Set<String> modules() {
    return MODULES.keySet();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void modulesUseOnlyTheModulesBelowThem(String module) {
    List<String> forbidden = new ArrayList<>();
    for (String other : MODULES.keySet()) {
      if (!other.equals(module) && !MODULES.get(module).contains(other)) {
        forbidden.add(ROOT + other + "..");
      }
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.toArray(String[]::new))
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void stepsUseOnlyTheStepsBeforeThem() {
    for (int step = 0; step < STEPS.size(); step++) {
      List<String> later = new ArrayList<>();
      STEPS.subList(step + 1, STEPS.size()).forEach(later::addAll);
      if (!later.isEmpty()) {
        noClasses()
            .that(resideInAnyPackage(rooted(STEPS.get(step))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(rooted(later)))
            .allowEmptyShould(true)
            .check(classes);
      }
    }
  }

  @Test
  void everyPackageHasItsPlace() {
    List<String> known = new ArrayList<>();
    STEPS.forEach(known::addAll);
    known.addAll(List.of("api..", "state..", "connector..", "shell..", "fault.."));
    DescribedPredicate<JavaClass> placed = resideInAnyPackage(rooted(known));
    List<String> strangers = new ArrayList<>();
    for (JavaClass type : classes) {
      if (!placed.test(type)) {
        strangers.add(type.getName());
      }
    }
    assertThat(strangers).isEmpty();
  }

  @Test
  void generatedCodeIsUsedByTheParserAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "sql.parse..", ROOT + "sql.grammar..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "sql.grammar..", "org.antlr..")
        .check(classes);
  }

  @Test
  void calciteStopsBeforeTheIncrementalPlan() {
    noClasses()
        .that()
        .resideOutsideOfPackages(CALCITE_PACKAGES)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("org.apache.calcite..")
                .and(describe("are no plain values", type -> !type.getName().equals(BYTE_STRING))))
        .check(classes);
    // Calcite's own functions, which generated code calls, know binary values only as this type.
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "exec.expression.runtime")
        .and()
        .resideOutsideOfPackages(CALCITE_PACKAGES)
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(BYTE_STRING)
        .check(classes);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void packagesOfAModuleFormNoCycles(String module) {
    slices()
        .assignedFrom(packagesOf(ROOT + module))
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void onlyShellAndConsolePrint() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "shell..")
        .and(describe("are not the default of a session's console", ArchitectureTest::isNotBuilder))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(classes);
  }

  @Test
  void nothingStaticChanges() {
    DescribedPredicate<JavaClass> changing =
        assignableTo(Collection.class)
            .or(assignableTo(Map.class))
            .and(describe("are classes", type -> !type.isInterface()))
            .or(resideInAPackage("java.util.concurrent.."))
            .or(assignableTo(ThreadLocal.class))
            .or(assignableTo(Reference.class))
            .as("change");
    // the parser that ANTLR generates shares its tables
    noFields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage(ROOT + "sql.grammar..")
        .should()
        .notBeFinal()
        .orShould()
        .haveRawType(changing)
        .check(classes);
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    Map<String, Boolean> described = new LinkedHashMap<>();
    for (JavaClass type : classes) {
      String name = type.getPackageName();
      boolean generated = name.equals(ROOT + "sql.grammar");
      described.merge(
          name, generated || type.getSimpleName().equals("package-info"), Boolean::logicalOr);
    }
    List<String> silent =
        described.entrySet().stream()
            .filter(entry -> !entry.getValue())
            .map(Map.Entry::getKey)
            .toList();
    assertThat(silent).isEmpty();
  }

  private static boolean isNotBuilder(JavaClass type) {
    return !type.getName().equals("io.millrace.api.Millrace$Builder");
  }

  private static String[] rooted(List<String> places) {
    return places.stream().map(place -> ROOT + place).toArray(String[]::new);
  }

  private static SliceAssignment packagesOf(String module) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        String name = type.getPackageName();
        return (name + ".").startsWith(module + ".")
            ? SliceIdentifier.of(name)
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages of " + module;
      }
    };
  }
}
