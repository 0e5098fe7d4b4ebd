package table
import ("testing";"os";"bytes";"time";"math/rand/v2";"path/filepath";"fmt";"runtime/pprof"
"github.com/parquet-go/parquet-go";"chatqc/pipeline/chat")
func TestZZ(t *testing.T){
 path := filepath.Join(t.TempDir(), "seed.parquet")
 writeSmall(t, path, messages(50), parquet.MaxRowsPerRowGroup(20), parquet.DataPageVersion(1))
 good := fileBytes(t, path)
 writeSmall(t, path, []Finding{{Evidence: []Evidence{{MessageID: "消息"}, {}}}, {}})
 good2 := fileBytes(t, path)
 r:=rand.New(rand.NewPCG(uint64(time.Now().UnixNano()),2))
 began:=time.Now(); var worst time.Duration
 for n:=0;n<400000;n++ {
  src:=good; if n%3==0 {src=good2}
  b:=bytes.Clone(src)
  if time.Since(began)>75*time.Second {return}
  for k:=0;k<1+r.IntN(4);k++ { if r.IntN(3)==0 { i,j:=r.IntN(len(b)),r.IntN(len(b)); l:=1+r.IntN(8); switch r.IntN(4){ case 0: if i+l<len(b){b=append(b[:i:i],b[i+l:]...)}; case 1: x:=make([]byte,l); for q:=range x {x[q]=byte(r.IntN(256))}; b=append(append(b[:i:i],x...),b[i:]...); case 2: copy(b[i:],bytes.Clone(b[j:min(len(b),j+l)])); case 3: for q:=i;q<min(len(b),i+l);q++ {b[q]=0xff} }; continue }
 i:=r.IntN(len(b)); if r.IntN(2)==0 {i=len(b)-1-r.IntN(min(len(b),1500))}; switch r.IntN(3){case 0: b[i]^=1<<r.IntN(8); case 1: b[i]=byte(r.IntN(256)); case 2: b[i]=0xff} }
  os.WriteFile(path,b,0o644)
  done:=make(chan string,1); stage:="";_=stage
  st:=time.Now()
  go func(){
   _ = Read(path, func(rows []Message) error { return nil }); stage="m"
   _ = Read(path, func(rows []Finding) error { return nil }); stage="f"
   _ = ReadSessions(path, func(s *chat.Session) error { return nil })
   done<-""
  }()
  select{ case <-done: case <-time.After(8*time.Second): fmt.Println("HANG",n,stage); os.WriteFile(fmt.Sprintf("/tmp/hang%d.parquet",n),b,0o644); pprof.Lookup("goroutine").WriteTo(os.Stdout,1); return }
  if d:=time.Since(st); d>worst { worst=d; fmt.Println(n,d) }
 }
}
