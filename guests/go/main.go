// A reactor that answers routing questions: a table of compiled patterns and a map of handlers, both
// built when it is initialized.
//
// The Go runtime itself starts in `_initialize`, which has to run before any other export; main never
// runs.
package main

import (
	"hash/fnv"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

type route struct {
	pattern *regexp.Regexp
	name    string
}

var (
	routes  []route
	ranking map[string]int
)

// A resource a line, aliases behind it.
const resources = `users people
teams groups
orders
invoices bills
parcels packages
routes
depots
drivers
alerts
reports
labels
tariffs
zones
holidays
contracts
claims`

var paths = []string{
	"/v1/users/4711",
	"/v2/parcels/9a3f-77/events?since=2024-01-01",
	"/v1/packages/12/labels",
	"/static/logo.svg",
	"/v2/Orders/77/",
	"",
}

//go:wasmexport wizer-initialize
func initialize() {
	names := map[string]string{}
	for line := range strings.Lines(resources) {
		fields := strings.Fields(line)
		for _, name := range fields {
			names[name] = fields[0]
		}
	}
	ranking = make(map[string]int)
	for rank, name := range slices.Sorted(maps.Keys(names)) {
		routes = append(routes,
			route{regexp.MustCompile(`^/v(\d+)/(?i:` + name + `)/([\pL\d-]+)/?$`), names[name] + ".show"},
			route{regexp.MustCompile(`^/v(\d+)/(?i:` + name + `)/([\pL\d-]+)/(\pL+)(?:\?(.*))?$`), names[name] + ".list"},
		)
		for version := range 64 {
			ranking[name+"/"+strconv.Itoa(version)] = rank*100 + version
		}
	}
}

//go:wasmexport run
func run(choice int32) int32 {
	path := paths[int(uint32(choice))%len(paths)]
	sum := fnv.New32a()
	for _, route := range routes {
		match := route.pattern.FindStringSubmatch(path)
		if match == nil {
			continue
		}
		resource, _, _ := strings.Cut(route.name, ".")
		sum.Write([]byte(route.name + "|" + strings.Join(match[1:], "|")))
		sum.Write([]byte(strconv.Itoa(ranking[resource+"/"+match[1]])))
	}
	return int32(sum.Sum32())
}

func main() {}
