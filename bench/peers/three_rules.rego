# Three of the notice's rules, as one would write them for a policy engine: days are texts, known to the day.
package congress

import rego.v1

as_of := "2020-08-20"

late contains unit.id if {
	some unit in input.units
	unit.level == "grassroots"
	day(unit, "congress.closed") >= "2020-06-15"
}

overdue contains unit.id if {
	some unit in input.units
	unit.level == "grassroots"
	not unit.facts["congress.closed"]
	as_of >= "2020-06-15"
}

unsettled contains unit.id if {
	some unit in input.units
	unit.facts.complaints.done < unit.facts.complaints.total
}

day(unit, event) := unit.facts[event] if is_string(unit.facts[event])

day(unit, event) := unit.facts[event].day if is_object(unit.facts[event])
