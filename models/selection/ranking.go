package selection

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strings"
)

// Points are hundredths of a mark: 367 is 3,67 out of 5.
type Points int

// MaxPoints is the best mark.
const MaxPoints Points = 500

// disagreementFrom is the spread between two members from which a file needs to be talked about.
const disagreementFrom Points = 200

// Ranked is a file of a committee with all that its members gave on it.
type Ranked struct {
	File
	Rank   int // 1 is the best; 0 without any score
	Tied   bool
	Scored bool   // false: no member gave a mark that counts
	Score  Points // the mean of the members' means
	// Low, High and Deviation (the standard deviation, of all members) tell how far the members lie apart.
	Low, High, Deviation Points
	Disagreement         bool
	Voices               []Opinion       // given, by name
	Means                []CriterionMean // in the grid's order
	Members              int             // who can give an opinion: they sit, or gave one, and declared no conflict
	Conflicted           []string        // who declared a conflict of interest, by name
}

// CriterionMean is what the members think of one file on one criterion.
type CriterionMean struct {
	Criterion
	Marks int // how many count; without any, Mean says nothing
	Mean  Points
}

// Spread is the distance between the highest and the lowest member.
func (r Ranked) Spread() Points { return r.High - r.Low }

// mean weighs marks, leaving out what does not apply; weights stand beside the scores. counts is false when
// nothing is left.
func mean(scores []Score, weights []int) (p Points, counts bool) {
	r := meanOf(scores, weights)
	if r == nil {
		return 0, false
	}
	return rounded(r), true
}

// meanOf is mean unrounded; nil when nothing counts.
func meanOf(scores []Score, weights []int) *big.Rat {
	sum, weight := 0, 0
	for i, s := range scores {
		if n, counts := s.Mark.points(); counts {
			sum += n * weights[i]
			weight += weights[i]
		}
	}
	if weight == 0 {
		return nil
	}
	return big.NewRat(int64(sum), int64(weight))
}

// rounded gives hundredths, half up.
func rounded(r *big.Rat) Points {
	n := new(big.Int).Mul(r.Num(), big.NewInt(200))
	n.Add(n, r.Denom())
	return Points(n.Div(n, new(big.Int).Mul(r.Denom(), big.NewInt(2))).Int64())
}

// average gives the mean of means; nil of none.
func average(list []*big.Rat) *big.Rat {
	if len(list) == 0 {
		return nil
	}
	sum := new(big.Rat)
	for _, r := range list {
		sum.Add(sum, r)
	}
	return sum.Quo(sum, big.NewRat(int64(len(list)), 1))
}

// weigh computes what the voices of one file amount to.
func (r *Ranked) weigh(grid []Criterion) {
	var means []*big.Rat
	byCriterion := make([][]*big.Rat, len(grid))
	r.Yes, r.Maybe, r.No = 0, 0, 0
	for _, v := range r.Voices {
		switch v.Recommendation {
		case Yes:
			r.Yes++
		case Maybe:
			r.Maybe++
		case No:
			r.No++
		}
		scores := inOrder(grid, v.Scores)
		weights := make([]int, len(grid))
		for i, c := range grid {
			weights[i] = c.Weight
			if n, counts := scores[i].Mark.points(); counts {
				byCriterion[i] = append(byCriterion[i], big.NewRat(int64(n), 1))
			}
		}
		if m := meanOf(scores, weights); m != nil {
			means = append(means, m)
		}
	}
	r.Given = len(r.Voices)
	for i, c := range grid {
		m := CriterionMean{Criterion: c, Marks: len(byCriterion[i])}
		if m.Marks > 0 {
			m.Mean = rounded(average(byCriterion[i]))
		}
		r.Means = append(r.Means, m)
	}
	r.spread(means)
	r.Disagreement = r.Spread() >= disagreementFrom || r.Yes > 0 && r.No > 0
}

func (r *Ranked) spread(means []*big.Rat) {
	all := average(means)
	if all == nil {
		return
	}
	r.Scored, r.Score = true, rounded(all)
	r.Low, r.High = MaxPoints, 0
	middle, _ := all.Float64()
	squares := 0.0
	for _, m := range means {
		r.Low, r.High = min(r.Low, rounded(m)), max(r.High, rounded(m))
		x, _ := m.Float64()
		squares += (x - middle) * (x - middle)
	}
	r.Deviation = Points(math.Round(100 * math.Sqrt(squares/float64(len(means)))))
}

// order puts the best file first: by score, then by recommendations (more in favour, then fewer
// against), then by reference. Files without any score come last.
func order(a, b Ranked) int {
	return cmp.Or(merit(a, b), strings.Compare(a.Ref, b.Ref))
}

// merit compares what the members gave; files of equal merit share a rank.
func merit(a, b Ranked) int {
	scored := func(r Ranked) int {
		if r.Scored {
			return 1
		}
		return 0
	}
	return cmp.Or(scored(b)-scored(a), int(b.Score-a.Score), b.Yes-a.Yes, a.No-b.No)
}

// rank weighs the files by what their voices gave, orders and numbers them. Equal files share a rank, and
// the next one skips as many.
func rank(grid []Criterion, files []Ranked) []Ranked {
	for i := range files {
		files[i].weigh(grid)
	}
	slices.SortFunc(files, order)
	for i := range files {
		f := &files[i]
		if !f.Scored {
			continue
		}
		f.Rank = i + 1
		if i > 0 && merit(files[i-1], *f) == 0 {
			f.Rank = files[i-1].Rank
			f.Tied, files[i-1].Tied = true, true
		}
	}
	return files
}
